import { type Bounds, intervalsOf } from '../../mongo-language/filter/bounds.js';
import { everything, type Interval } from '../../mongo-language/filter/intervals.js';
import type { Collation } from '../../mongo-language/values/collation.js';
import type { OrderedIndex } from '../storage/ordered-index.js';

/** For each field of an index the intervals, ascending, in which a matching document has a key. */
export type IndexBounds = readonly (readonly Interval[])[];

export const isAll = (intervals: readonly Interval[]) => intervals.length === 1 && intervals[0] === everything;

/** Is this one value and no other? */
export function isPoint(interval: Interval, compare: (a: unknown, b: unknown) => number): boolean {
  return interval.lowInclusive && interval.highInclusive && compare(interval.low, interval.high) === 0;
}

export const sameCollation = (a: Collation | undefined, b: Collation | undefined) => a?.identity === b?.identity;

/** Do two paths begin in the same field, which may be an array? */
const shareRoot = (a: string, b: string) => a.split('.')[0] === b.split('.')[0];

/**
 * The bounds of an index for a query. Where a field leads through arrays, conditions on it may hold for different
 * members: then one of them is taken, not what they have in common; and of two fields of one array only the first is
 * bound. Texts lie elsewhere under another collation.
 */
export function boundsIn(index: OrderedIndex, bounds: Bounds, collation: Collation | undefined): IndexBounds {
  const { multikey, pattern, spec } = index;
  const isReadable = sameCollation(spec.collation, collation);
  const bound: string[] = [];
  return pattern.map(({ path }, field) => {
    const conjuncts = (bounds.get(path) ?? []).filter(({ holdsStrings }) => isReadable || !holdsStrings);
    if (multikey[field] && bound.some((before) => shareRoot(before, path))) return [everything];
    const intervals = intervalsOf(conjuncts, multikey[field] ?? false, spec.collation);
    if (!isAll(intervals)) bound.push(path);
    return intervals;
  });
}
