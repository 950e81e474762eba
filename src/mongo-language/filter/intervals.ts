import { Binary, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { compareKeyValues } from '../path/key-order.js';
import type { Collation } from '../values/collation.js';
import { isNumber, toJsNumber, typeAlias } from '../values/values.js';

/**
 * A stretch of index keys; a point where `low` and `high` are one value. In the order of BSON, `undefined` (an empty
 * array) before null.
 */
export interface Interval {
  readonly low: unknown;
  readonly lowInclusive: boolean;
  readonly high: unknown;
  readonly highInclusive: boolean;
}

export const point = (value: unknown): Interval => ({
  low: value,
  lowInclusive: true,
  high: value,
  highInclusive: true,
});

export const everything: Interval = {
  low: new MinKey(),
  lowInclusive: true,
  high: new MaxKey(),
  highInclusive: true,
};

/**
 * Where the values of a type begin and end, as far as `$lt` and `$gt` bracket them. An exclusive end is the beginning
 * of the next type.
 */
export function bracketOf(value: unknown): Interval | undefined {
  const closed = (low: unknown, high: unknown) => ({ low, lowInclusive: true, high, highInclusive: true });
  const open = (low: unknown, high: unknown) => ({ low, lowInclusive: true, high, highInclusive: false });
  if (isNumber(value))
    return Number.isNaN(toJsNumber(value))
      ? undefined
      : closed(new Double(Number.NEGATIVE_INFINITY), new Double(Number.POSITIVE_INFINITY));
  switch (typeAlias(value)) {
    case 'string':
      return open('', {});
    case 'binData':
      return open(new Binary(), new ObjectId('0'.repeat(24)));
    case 'objectId':
      return closed(new ObjectId('0'.repeat(24)), new ObjectId('f'.repeat(24)));
    case 'bool':
      return closed(false, true);
    case 'date':
      return open(new Date(-8.64e15), new Timestamp(0n));
    case 'timestamp':
      return closed(new Timestamp(0n), new Timestamp(0xffffffffffffffffn));
    default:
      return undefined;
  }
}

/** Sorts intervals and joins those that overlap. */
export function union(intervals: readonly Interval[], collation?: Collation): Interval[] {
  const compare = compareKeyValues(collation);
  const sorted = intervals.toSorted((a, b) => compare(a.low, b.low) || Number(b.lowInclusive) - Number(a.lowInclusive));
  const joined: Interval[] = [];
  for (const next of sorted) {
    const last = joined.at(-1);
    const order = last ? compare(next.low, last.high) : 1;
    if (last && (order < 0 || (order === 0 && (next.lowInclusive || last.highInclusive))))
      joined[joined.length - 1] = { ...last, ...higherEnd(last, next, compare) };
    else joined.push(next);
  }
  return joined;
}

function higherEnd(a: Interval, b: Interval, compare: (a: unknown, b: unknown) => number) {
  const order = compare(a.high, b.high);
  const highInclusive = order === 0 ? a.highInclusive || b.highInclusive : (order > 0 ? a : b).highInclusive;
  return { high: (order >= 0 ? a : b).high, highInclusive };
}

/** What two ascending unions of intervals have in common. */
export function intersection(a: readonly Interval[], b: readonly Interval[], collation?: Collation): Interval[] {
  const compare = compareKeyValues(collation);
  return a.flatMap((x) =>
    b.flatMap((y) => {
      const lows = compare(x.low, y.low);
      const highs = compare(x.high, y.high);
      const lowInclusive = lows === 0 ? x.lowInclusive && y.lowInclusive : (lows > 0 ? x : y).lowInclusive;
      const highInclusive = highs === 0 ? x.highInclusive && y.highInclusive : (highs < 0 ? x : y).highInclusive;
      const common = { low: (lows >= 0 ? x : y).low, lowInclusive, high: (highs <= 0 ? x : y).high, highInclusive };
      const size = compare(common.low, common.high);
      return size < 0 || (size === 0 && lowInclusive && highInclusive) ? [common] : [];
    }),
  );
}

/** Does every key in `inner` lie in `outer`? Both are ascending and disjoint. */
export function contains(outer: readonly Interval[], inner: readonly Interval[], collation?: Collation): boolean {
  const compare = compareKeyValues(collation);
  return inner.every((x) =>
    outer.some((y) => {
      const lows = compare(y.low, x.low);
      const highs = compare(y.high, x.high);
      return (
        (lows < 0 || (lows === 0 && (y.lowInclusive || !x.lowInclusive))) &&
        (highs > 0 || (highs === 0 && (y.highInclusive || !x.highInclusive)))
      );
    }),
  );
}
