import { compareKeyValues } from '../../mongo-language/path/key-order.js';
import type { Key } from '../../mongo-language/path/keys.js';
import type { KeyRange } from '../storage/key-tree.js';
import type { OrderedIndex } from '../storage/ordered-index.js';
import { type IndexBounds, isPoint } from './index-bounds.js';

/** So many separate look-ups at the most; what would need more is read through and filtered. */
const maxRanges = 20_000;

/**
 * The ranges of an index to read, in its own order: leading fields that are bound to points each give a prefix, the
 * next field its intervals. What is bound behind that is left to `isWithin`.
 */
export function keyRanges({ pattern, spec }: OrderedIndex, bounds: IndexBounds): KeyRange[] {
  const compare = compareKeyValues(spec.collation);
  let prefixes: Key[] = [[]];
  for (const [field, ascending] of bounds.entries()) {
    const intervals = pattern[field]?.direction === -1 ? ascending.toReversed() : ascending;
    const next = bounds[field + 1];
    const goesOn =
      next !== undefined &&
      prefixes.length * intervals.length * next.length <= maxRanges &&
      intervals.every((interval) => isPoint(interval, compare));
    if (!goesOn) return prefixes.flatMap((prefix) => intervals.map((interval) => ({ prefix, interval })));
    prefixes = prefixes.flatMap((prefix) => intervals.map(({ low }) => [...prefix, low]));
  }
  return [];
}

/** A test of whether a key lies within the bounds in every field. */
export function isWithin({ spec }: OrderedIndex, bounds: IndexBounds): (key: Key) => boolean {
  const compare = compareKeyValues(spec.collation);
  return (key) =>
    bounds.every((intervals, field) =>
      intervals.some(({ low, lowInclusive, high, highInclusive }) => {
        const value = key[field];
        return compare(value, low) >= (lowInclusive ? 0 : 1) && compare(value, high) <= (highInclusive ? 0 : -1);
      }),
    );
}
