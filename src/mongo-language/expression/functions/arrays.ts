import { type Document, Int32 } from 'bson';
import { sortDocuments } from '../../path/sort.js';
import type { Collation } from '../../values/collation.js';
import { entriesOf, setField } from '../../values/document.js';
import { MongoError } from '../../values/errors.js';
import { keyOf } from '../../values/key.js';
import { compareValues, equal } from '../../values/order.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../../values/values.js';
import { byName, comparing, list, loose, type Signature, strict, whole } from './signature.js';
import { zip } from './zip.js';

const many = Number.POSITIVE_INFINITY;

/** Each value once, the first of those that are equal. */
export function distinct(values: readonly unknown[], collation?: Collation): unknown[] {
  const found = new Map<string, unknown>();
  for (const value of values) {
    const key = keyOf(value, collation);
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

function elementAt(array: unknown, index: unknown): unknown {
  const members = list(array, 28689);
  if (!isNumber(index))
    throw new MongoError(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeAlias(index)}`);
  const at = whole(index, 28691);
  return members[at < 0 ? members.length + at : at];
}

function slice(array: unknown, ...bounds: readonly unknown[]): unknown {
  const members = list(array, 28724);
  const [first = 0, count] = bounds.map((bound, index) => {
    if (!isNumber(bound))
      throw new MongoError(
        index === 0 ? 28725 : 28727,
        `the arguments of $slice must be numeric, not ${typeAlias(bound)}`,
      );
    return whole(bound, index === 0 ? 28726 : 28728);
  });
  if (count === undefined) return first < 0 ? members.slice(first) : members.slice(0, first);
  if (count <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${count}`);
  const start = first < 0 ? Math.max(0, members.length + first) : first;
  return members.slice(start, start + count);
}

/** mongod's limit is 100 MB. */
const maxInRange = 5_000_000;

function range(start: unknown, end: unknown, step: unknown = new Int32(1)): Int32[] {
  const read = (value: unknown, code: number) => {
    if (!isNumber(value))
      throw new MongoError(code, `$range requires numeric arguments, found value of type:${typeAlias(value)}`);
    return whole(value, code + 1);
  };
  const [from, to, by] = [read(start, 34443), read(end, 34445), read(step, 34447)];
  if (by === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((to - from) / by));
  if (length > maxInRange) throw new MongoError(146, '$range would use too much memory');
  return Array.from({ length }, (_, index) => new Int32(from + index * by));
}

/** Later objects win; a field keeps the place where it first came. */
export function mergeObjects(values: readonly unknown[]): Document {
  const merged: Document = {};
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (!isDocument(value))
      throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${typeAlias(value)}`);
    for (const [key, member] of entriesOf(value)) setField(merged, key, member);
  }
  return merged;
}

function sorted(collation: Collation | undefined): (input: unknown, sortBy: unknown) => unknown {
  return (input, sortBy) => {
    if (input === null || input === undefined) return null;
    const members = list(input, 2942504);
    if (isDocument(sortBy))
      return sortDocuments(members, sortBy, (member) => (isDocument(member) ? member : {}), { collation });
    const direction = isNumber(sortBy) ? toJsNumber(sortBy) : 0;
    if (Math.abs(direction) !== 1) throw new MongoError(2942507, '$sortArray sorts by 1, -1 or a document');
    return members.toSorted((a, b) => compareValues(a, b, collation) * direction);
  };
}

/** Where a search begins or ends: a whole number that is not negative. */
function bound(value: unknown, name: string): number {
  const number = whole(value, 40096);
  if (number < 0) throw new MongoError(40097, `$indexOfArray requires a nonnegative ${name} index, found: ${number}`);
  return number;
}

function indexOf(collation: Collation | undefined) {
  return (array: unknown, wanted: unknown, start?: unknown, end?: unknown): unknown => {
    if (array === null || array === undefined) return null;
    const members = list(array, 40090);
    const from = start === undefined ? 0 : bound(start, 'starting');
    const to = end === undefined ? members.length : Math.min(bound(end, 'ending'), members.length);
    const found = members.slice(0, to).findIndex((member, index) => index >= from && equal(member, wanted, collation));
    return new Int32(found);
  };
}

export const arrayFunctions: Readonly<Record<string, Signature>> = {
  $size: loose(1, 1, (value) => {
    if (!Array.isArray(value))
      throw new MongoError(17124, `The argument to $size must be an array, but was of type: ${typeAlias(value)}`);
    return new Int32(value.length);
  }),
  $isArray: loose(1, 1, (value) => Array.isArray(value)),
  $arrayElemAt: strict(2, 2, elementAt),
  $first: strict(1, 1, (value) => list(value, 28689)[0]),
  $last: strict(1, 1, (value) => list(value, 28689).at(-1)),
  $slice: strict(2, 3, slice),
  $concatArrays: strict(0, many, (...values) => values.flatMap((value) => list(value, 28664))),
  $reverseArray: strict(1, 1, (value) => list(value, 34435).toReversed()),
  $range: loose(2, 3, range),
  $zip: zip,
  $in: comparing(2, 2, (collation) => (value, array) => {
    if (!Array.isArray(array))
      throw new MongoError(40081, `$in requires an array as a second argument, found: ${typeAlias(array)}`);
    return value !== undefined && array.some((member) => equal(member, value, collation));
  }),
  $indexOfArray: comparing(2, 4, indexOf),
  // The order is a specification, and no expression.
  $sortArray: { ...byName(['input', 'sortBy'], {}, () => undefined, ['sortBy']), nullThrough: false, bind: sorted },
};
