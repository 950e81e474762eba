import { boundsOf } from '../../mongo-language/filter/bounds.js';
import { isOperators } from '../../mongo-language/filter/operators.js';
import { entriesOf, namesOf } from '../../mongo-language/values/document.js';
import type { Collection } from '../storage/collection.js';
import { isAll } from './index-bounds.js';
import type { IndexAccess, Plan } from './plan.js';
import type { Query } from './query.js';
import { select } from './run-plan.js';
import { type Counts, noCounts, scanIndex } from './scan.js';

/** A count, and how it was come by. */
export interface Counted {
  readonly n: number;
  readonly plan: Plan;
  readonly counts: Counts;
  /** `all`: the collection knows its size. `keys`: index keys alone told. `documents`: these had to be looked at. */
  readonly by: 'all' | 'keys' | 'documents';
}

/** Counts what a query matches, between its skip and its limit. */
export function countMatching(collection: Collection | undefined, query: Query): Counted {
  const { filter, skip, limit } = query;
  const within = (all: number) => Math.min(Math.max(0, all - skip), limit === 0 ? Number.POSITIVE_INFINITY : limit);
  const selection = select(collection, query);
  const { plan } = selection;
  if (namesOf(filter).length === 0 && query.hint === undefined)
    return { n: within(collection?.size ?? 0), plan, counts: noCounts(), by: 'all' };
  if (plan.access.kind === 'index' && isDecidedByKeys(query, plan.access)) {
    const counts = noCounts();
    let n = 0;
    for (const _ of scanIndex(plan.access, counts)) if (++n >= skip + limit && limit !== 0) break;
    return { n: within(n), plan, counts, by: 'keys' };
  }
  let n = 0;
  for (const _ of selection.records) n++;
  return { n, plan, counts: selection.counts, by: 'documents' };
}

const exactOperators = ['$eq', '$in', '$gt', '$gte', '$lt', '$lte'];

/**
 * Do all documents match that have a key within the bounds? So it is where the filter says nothing but what the bounds
 * say exactly.
 */
function isDecidedByKeys({ filter, collation }: Query, { index, bounds }: IndexAccess): boolean {
  if (index.isMultikey) return false;
  const demands = boundsOf(filter, collation);
  return entriesOf(filter).every(([path, condition]) => {
    const field = index.pattern.findIndex((own) => own.path === path);
    const isSimple = !isOperators(condition) || namesOf(condition).every((name) => exactOperators.includes(name));
    const isExact = demands.get(path)?.every(({ exact }) => exact) ?? false;
    return isSimple && isExact && !isAll(bounds[field] ?? []) && field >= 0;
  });
}
