import { Decimal128, type Document, Double, Int32, Long } from 'bson';
import { compare, matches } from './model.js';

// MongoDB's update operators said plainly: they change a copy of the document in place.

/** What mongod refuses; the document then stays as it was. */
export class Refused extends Error {}

const isPlain = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const isNumber = (value: unknown): value is Int32 | Long | Double =>
  value instanceof Int32 || value instanceof Long || value instanceof Double;

/**
 * The document or array that holds a path's last part. Missing documents are made when asked; undefined where there is
 * none.
 */
function holderOf(root: Document, parts: readonly string[], make: boolean): Document | unknown[] | undefined {
  let holder: Document | unknown[] = root;
  for (const part of parts.slice(0, -1)) {
    const next = get(holder, part, make);
    if (next === undefined) {
      if (!make) return undefined;
      put(holder, part, {});
    } else if (!isPlain(next) && !Array.isArray(next)) {
      if (make) throw new Refused('through a scalar');
      return undefined;
    }
    holder = get(holder, part, make) as Document | unknown[];
  }
  return holder;
}

function get(holder: Document | unknown[], part: string, make: boolean): unknown {
  if (!Array.isArray(holder)) return holder[part];
  if (/^\d+$/.test(part)) return holder[Number(part)];
  if (make) throw new Refused('a field of an array');
  return undefined;
}

function put(holder: Document | unknown[], part: string, value: unknown): void {
  if (!Array.isArray(holder)) holder[part] = value;
  else {
    while (holder.length < Number(part)) holder.push(null);
    holder[Number(part)] = value;
  }
}

function unset(root: Document, parts: readonly string[]): void {
  const holder = holderOf(root, parts, false);
  const last = parts.at(-1) ?? '';
  if (Array.isArray(holder)) {
    if (get(holder, last, false) !== undefined) holder[Number(last)] = null;
  } else if (holder) delete holder[last];
}

function set(root: Document, parts: readonly string[], change: (old: unknown) => unknown): void {
  const holder = holderOf(root, parts, true) as Document;
  const last = parts.at(-1) ?? '';
  put(holder, last, change(get(holder, last, true)));
}

function compute(old: unknown, argument: Int32 | Long | Double, sum: boolean): unknown {
  if (!isNumber(old)) throw new Refused('not a number');
  const [x, y] = [old, argument];
  if (x instanceof Double || y instanceof Double)
    return new Double(sum ? Number(x) + Number(y) : Number(x) * Number(y));
  const result = sum ? BigInt(String(x)) + BigInt(String(y)) : BigInt(String(x)) * BigInt(String(y));
  const isInt = x instanceof Int32 && y instanceof Int32 && BigInt.asIntN(32, result) === result;
  return isInt ? new Int32(Number(result)) : Long.fromBigInt(result);
}

function array(value: unknown): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Refused('not an array');
  return value;
}

type Change = (old: unknown, argument: never) => unknown;

const changes: Readonly<Record<string, Change>> = {
  $set: (_old, argument) => argument,
  $inc: (old, argument) => (old === undefined ? argument : compute(old, argument, true)),
  $mul: (old, argument) => (old === undefined ? compute(argument, new Int32(0), false) : compute(old, argument, false)),
  $min: (old, argument) => (old === undefined || compare(argument, old) < 0 ? argument : old),
  $max: (old, argument) => (old === undefined || compare(argument, old) > 0 ? argument : old),
  $push: (old, { $each, $position, $slice, $sort }: Document) => {
    const members = [...array(old)];
    members.splice($position === undefined ? members.length : Number($position), 0, ...$each);
    if ($sort !== undefined) members.sort((a, b) => compare(a, b) * Number($sort));
    if ($slice === undefined) return members;
    return Number($slice) < 0 ? members.slice(Number($slice)) : members.slice(0, Number($slice));
  },
  $addToSet: (old, { $each }: Document) => {
    const members = [...array(old)];
    for (const added of $each) if (!members.some((member) => compare(member, added) === 0)) members.push(added);
    return members;
  },
};

/** Those that do nothing where there is nothing. */
const removals: Readonly<Record<string, (old: unknown, argument: never) => unknown>> = {
  $pop: (old, argument) => (Number(argument) < 0 ? array(old).slice(1) : array(old).slice(0, -1)),
  $pullAll: (old, argument: unknown[]) =>
    array(old).filter((member) => !argument.some((pulled) => compare(pulled, member) === 0)),
  $pull: (old, argument) =>
    array(old).filter((member) => {
      if (!isPlain(argument)) return compare(member, argument) !== 0;
      if (Object.keys(argument)[0]?.startsWith('$')) return !matches({ member }, { member: argument });
      return !(isPlain(member) && matches(member, argument));
    }),
};

/** A copy that shares no document or array with the original. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}

/** The updated document. Throws Refused. */
export function updated(document: Document, update: Readonly<Record<string, Document>>): Document {
  const result = copy(document) as Document;
  const edits = Object.entries(update).flatMap(([operator, fields]) =>
    Object.entries(fields).map(([path, argument]) => ({ operator, path, argument })),
  );
  for (const { operator, path, argument } of edits.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const parts = path.split('.');
    if (operator === '$unset') unset(result, parts);
    else if (operator === '$rename') {
      const value = result[path];
      if (value !== undefined) {
        delete result[path];
        result[argument] = value;
      }
    } else if (operator in changes) set(result, parts, (old) => changes[operator]?.(old, argument as never));
    else {
      const last = parts.at(-1) ?? '';
      const holder = holderOf(result, parts, false);
      const old = holder === undefined ? undefined : get(holder, last, false);
      if (holder && old !== undefined) put(holder, last, removals[operator]?.(old, argument as never));
    }
  }
  return result;
}

/** Does the update compute with decimals, whose rounding the model does not know? */
export const holdsDecimal = (value: unknown): boolean =>
  value instanceof Decimal128 ||
  (Array.isArray(value) && value.some(holdsDecimal)) ||
  (isPlain(value) && Object.values(value).some(holdsDecimal));
