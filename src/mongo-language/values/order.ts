import { type Binary, type BSONRegExp, type Document, type ObjectId, serialize, type Timestamp } from 'bson';
import type { Collation } from './collation.js';
import { compareNumbers } from './compare-numbers.js';
import { namesOf } from './document.js';
import { isNumber, typeAlias } from './values.js';

/** MongoDB's order of types in comparison and sorting ("Comparison/Sort Order" in its manual). */
const rank: Readonly<Record<string, number>> = {
  minKey: 1,
  missing: 2,
  null: 2,
  int: 3,
  long: 3,
  double: 3,
  decimal: 3,
  symbol: 4,
  string: 4,
  object: 5,
  array: 6,
  binData: 7,
  objectId: 8,
  bool: 9,
  date: 10,
  timestamp: 11,
  regex: 12,
  dbPointer: 13,
  javascript: 14,
  maxKey: 127,
};

/** Values of different ranks never match each other in `$lt`, `$gt` and their kin ("type bracketing"). */
export function rankOf(value: unknown): number {
  return rank[typeAlias(value)] ?? 5;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

function compareDocuments(a: Document, b: Document, collation: Collation | undefined): number {
  const [aNames, bNames] = [namesOf(a), namesOf(b)];
  for (const [index, aName] of aNames.entries()) {
    const bName = bNames[index];
    if (bName === undefined) return 1;
    const [x, y] = [a[aName], b[bName]];
    const order = rankOf(x) - rankOf(y) || compareStrings(aName, bName) || compareValues(x, y, collation);
    if (order !== 0) return order;
  }
  return aNames.length - bNames.length;
}

/** As documents with the names 0, 1, 2 and so on. */
function compareArrays(a: readonly unknown[], b: readonly unknown[], collation: Collation | undefined): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) {
    const order = compareValues(a[index], b[index], collation);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Strings by the bytes of their UTF-8, as mongod without a collation. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 and UTF-8 order differ only where surrogates are involved.
  if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

/**
 * BSON comparison order over all types: negative, zero or positive. Missing (`undefined`) equals null here. Strings are
 * compared by the collation where there is one.
 */
export function compareValues(a: unknown, b: unknown, collation?: Collation): number {
  const order = rankOf(a) - rankOf(b);
  if (order !== 0) return order;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return collation ? collation.compare(a, b) : compareStrings(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b, collation);
  switch (typeAlias(a)) {
    case 'object':
      return compareDocuments(a as Document, b as Document, collation);
    case 'objectId':
      return compareBytes((a as ObjectId).id, (b as ObjectId).id);
    case 'binData': {
      const [x, y] = [a as Binary, b as Binary];
      return x.position - y.position || x.sub_type - y.sub_type || compareBytes(x.value(), y.value());
    }
    case 'timestamp':
      return (a as Timestamp).compare(b as Timestamp);
    case 'regex': {
      const [x, y] = [a as BSONRegExp, b as BSONRegExp];
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options);
    }
    case 'null':
    case 'missing':
    case 'minKey':
    case 'maxKey':
      return 0;
    default:
      return compareBytes(serialize({ value: a }), serialize({ value: b }));
  }
}

export function equal(a: unknown, b: unknown, collation?: Collation): boolean {
  return compareValues(a, b, collation) === 0;
}

/** The same order as expressions see it: there a missing value comes before null. */
export function orderOf(a: unknown, b: unknown, collation?: Collation): number {
  if (a !== undefined && b !== undefined) return compareValues(a, b, collation);
  const rankWithMissing = (value: unknown) => (value === undefined ? 1.5 : rankOf(value));
  return rankWithMissing(a) - rankWithMissing(b);
}

function extreme(values: readonly unknown[], sign: 1 | -1, collation: Collation | undefined): unknown {
  let best: unknown = null;
  for (const value of values) {
    if (value === undefined || value === null) continue;
    if (best === null || compareValues(value, best, collation) * sign > 0) best = value;
  }
  return best;
}

/** The least, and the greatest, of the values that are there; null for none. */
export const least = (values: readonly unknown[], collation?: Collation) => extreme(values, -1, collation);
export const greatest = (values: readonly unknown[], collation?: Collation) => extreme(values, 1, collation);
