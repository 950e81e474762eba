import { compareKeyValues, type KeyPattern } from '../../mongo-language/path/key-order.js';
import type { OrderedIndex } from '../storage/ordered-index.js';
import { type IndexBounds, isAll, isPoint } from './index-bounds.js';

/** In what way an index gives a sort. */
export interface GivenOrder {
  readonly backwards: boolean;
  /**
   * So many leading fields have several points each; for every combination of them there is one scan in order, and
   * these are merged.
   */
  readonly merged: number;
}

/** mongod's `internalQueryMaxScansToExplode`. */
const maxMerged = 200;

/** How an index under some bounds yields the order of `sort`; undefined where it does not. */
export function orderGiven(index: OrderedIndex, bounds: IndexBounds, sort: KeyPattern): GivenOrder | undefined {
  return walk(index, bounds, sort, 0) ?? walk(index, bounds, sort, pointFields(index, bounds));
}

/** How many leading fields are bound to points alone, few enough to be merged. */
function pointFields({ spec }: OrderedIndex, bounds: IndexBounds): number {
  const compare = compareKeyValues(spec.collation);
  let scans = 1;
  const end = bounds.findIndex((intervals) => {
    scans *= intervals.length;
    return scans > maxMerged || !intervals.every((interval) => isPoint(interval, compare));
  });
  return end < 0 ? bounds.length : end;
}

function walk(index: OrderedIndex, bounds: IndexBounds, sort: KeyPattern, merged: number): GivenOrder | undefined {
  const { pattern, multikey, spec } = index;
  const compare = compareKeyValues(spec.collation);
  const isFixed = (field: number) => {
    const [only, ...others] = bounds[field] ?? [];
    return only !== undefined && others.length === 0 && isPoint(only, compare);
  };
  // What is the same in all that match orders nothing.
  const fixedPaths = pattern.flatMap(({ path }, field) => (isFixed(field) && !multikey[field] ? [path] : []));
  const wanted = sort.filter(({ path }) => !fixedPaths.includes(path));
  let backwards: boolean | undefined;
  let field = 0;
  for (const { path, direction } of wanted) {
    while (field < pattern.length && pattern[field]?.path !== path && (isFixed(field) || field < merged)) field++;
    const own = pattern[field];
    if (own?.path !== path) return undefined;
    // A document is sorted by its first key of all; bounds on a field through an array might leave out that one.
    if (multikey[field] && bounds.some((intervals, other) => multikey[other] && !isAll(intervals))) return undefined;
    const isReversed = own.direction !== direction;
    if (backwards !== undefined && backwards !== isReversed) return undefined;
    backwards = isReversed;
    field++;
  }
  return { backwards: backwards ?? false, merged };
}
