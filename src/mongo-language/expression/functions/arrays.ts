import { type Document, Int32 } from 'bson';
import { sortDocuments } from '../../path/sort.js';
import { fieldOf, setField } from '../../values/document.js';
import { MongoError } from '../../values/errors.js';
import { keyOf } from '../../values/key.js';
import { compareValues, equal } from '../../values/order.js';
import { isDocument, isNumber, toJsNumber } from '../../values/values.js';
import { truthy } from '../binders.js';
import { byName, list, loose, type Signature, strict, text, whole } from './signature.js';

const many = Number.POSITIVE_INFINITY;

/** Each value once, the first of those that are equal. */
export function distinct(values: readonly unknown[]): unknown[] {
  const found = new Map<string, unknown>();
  for (const value of values) {
    const key = keyOf(value);
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

const keysOf = (value: unknown) => new Set(list(value).map((member) => keyOf(member)));

function elementAt(array: unknown, index: unknown): unknown {
  const members = list(array);
  const at = whole(index);
  return members[at < 0 ? members.length + at : at];
}

function slice(array: unknown, ...bounds: readonly unknown[]): unknown {
  const members = list(array);
  const [first = 0, count] = bounds.map(whole);
  if (count === undefined) return first < 0 ? members.slice(first) : members.slice(0, first);
  if (count <= 0) throw new MongoError(28729, 'Third argument to $slice must be positive');
  const start = first < 0 ? Math.max(0, members.length + first) : first;
  return members.slice(start, start + count);
}

/** mongod's limit is 100 MB. */
const mostInRange = 5_000_000;

function range(start: unknown, end: unknown, step: unknown = new Int32(1)): Int32[] {
  const [from, to, by] = [whole(start), whole(end), whole(step)];
  if (by === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  const length = Math.max(0, Math.ceil((to - from) / by));
  if (length > mostInRange) throw new MongoError(146, '$range would use too much memory');
  return Array.from({ length }, (_, index) => new Int32(from + index * by));
}

/** Later objects win; a field keeps the place where it first came. */
export function mergeObjects(values: readonly unknown[]): Document {
  const merged: Document = {};
  for (const value of values) {
    if (value === null || value === undefined) continue;
    if (!isDocument(value)) throw new MongoError(40400, '$mergeObjects requires object inputs');
    for (const [key, member] of Object.entries(value)) setField(merged, key, member);
  }
  return merged;
}

function arrayToObject(array: unknown): Document {
  const made: Document = {};
  for (const pair of list(array)) {
    const [key, value] = Array.isArray(pair) ? pair : isDocument(pair) ? [pair.k, pair.v] : [];
    setField(made, text(key), value);
  }
  return made;
}

function sorted(input: unknown, sortBy: unknown): unknown {
  const members = list(input);
  if (isDocument(sortBy)) return sortDocuments(members, sortBy, (member) => (isDocument(member) ? member : {}));
  const direction = isNumber(sortBy) ? toJsNumber(sortBy) : 0;
  if (Math.abs(direction) !== 1) throw new MongoError(2942507, '$sortArray sorts by 1, -1 or a document');
  return members.toSorted((a, b) => compareValues(a, b) * direction);
}

function withField(field: unknown, input: unknown, value: unknown): unknown {
  if (input === null || input === undefined) return null;
  if (!isDocument(input)) throw new MongoError(4161105, '$setField requires input to be an object');
  const { [text(field)]: _old, ...others } = input;
  const made: Document = value === undefined ? { ...others } : { ...input };
  if (value !== undefined) setField(made, text(field), value);
  return made;
}

export const arrayFunctions: Readonly<Record<string, Signature>> = {
  $size: loose(1, 1, (value) => {
    if (!Array.isArray(value)) throw new MongoError(17124, 'The argument to $size must be an array');
    return new Int32(value.length);
  }),
  $isArray: loose(1, 1, (value) => Array.isArray(value)),
  $arrayElemAt: strict(2, 2, elementAt),
  $first: strict(1, 1, (value) => list(value)[0]),
  $last: strict(1, 1, (value) => list(value).at(-1)),
  $slice: strict(2, 3, slice),
  $concatArrays: strict(0, many, (...values) => values.flatMap((value) => list(value))),
  $reverseArray: strict(1, 1, (value) => list(value).toReversed()),
  $range: loose(2, 3, range),
  $in: loose(2, 2, (value, array) => {
    if (!Array.isArray(array)) throw new MongoError(40081, '$in requires an array as a second argument');
    return array.some((member) => equal(member, value) && value !== undefined);
  }),
  $indexOfArray: loose(2, 2, (array, value) => {
    if (array === null || array === undefined) return null;
    return new Int32(list(array).findIndex((member) => equal(member, value)));
  }),
  $setUnion: strict(0, many, (...values) => distinct(values.flatMap((value) => list(value)))),
  $setIntersection: strict(0, many, (first, ...others) => {
    const keys = others.map(keysOf);
    return distinct(list(first ?? [])).filter((member) => keys.every((each) => each.has(keyOf(member))));
  }),
  $setDifference: strict(2, 2, (a, b) => distinct(list(a)).filter((member) => !keysOf(b).has(keyOf(member)))),
  $setIsSubset: loose(2, 2, (a, b) => {
    const all = keysOf(b);
    return [...keysOf(a)].every((key) => all.has(key));
  }),
  $setEquals: loose(2, many, (first, ...others) => others.every((other) => sameKeys(keysOf(first), keysOf(other)))),
  $anyElementTrue: loose(1, 1, (value) => list(value).some(truthy)),
  $allElementsTrue: loose(1, 1, (value) => list(value).every(truthy)),
  // The order is a specification, and no expression.
  $sortArray: byName(['input', 'sortBy'], {}, sorted, ['sortBy']),
  $mergeObjects: loose(0, many, (...values) => mergeObjects(values)),
  $objectToArray: strict(1, 1, (value) => {
    if (!isDocument(value)) throw new MongoError(40390, '$objectToArray requires a document input');
    return Object.entries(value).map(([k, v]) => ({ k, v }));
  }),
  $arrayToObject: strict(1, 1, arrayToObject),
  $getField: {
    read: (argument) =>
      isDocument(argument) && 'field' in argument
        ? [argument.field, argument.input ?? '$$CURRENT']
        : [argument, '$$CURRENT'],
    nullThrough: false,
    run: (field, input) => (isDocument(input) ? fieldOf(input, text(field)) : undefined),
  },
  $setField: { ...byName(['field', 'input', 'value'], {}, withField), nullThrough: false },
  $unsetField: {
    ...byName(['field', 'input'], {}, (field, input) => withField(field, input, undefined)),
    nullThrough: false,
  },
};

function sameKeys(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}
