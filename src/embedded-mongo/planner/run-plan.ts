import { compileFilter, type Predicate } from '../../mongo-language/filter/filter.js';
import { sortDocuments } from '../../mongo-language/path/sort.js';
import type { Collection } from '../storage/collection.js';
import type { StoredRecord } from '../storage/record.js';
import { choosePlan } from './choose-plan.js';
import type { Plan } from './plan.js';
import type { Query } from './query.js';
import { type Counts, noCounts, scan } from './scan.js';

/** A query with its plan, ready to be run once. */
export interface Selection {
  readonly plan: Plan;
  readonly counts: Counts;
  /**
   * The records that match, sorted, skipped and limited; read no further than they are asked for. Nothing may be
   * written meanwhile.
   */
  readonly records: Iterable<StoredRecord>;
}

/** Plans a query. A filter or hint that cannot be read is an error even where there is no collection. */
export function select(collection: Collection | undefined, query: Query): Selection {
  const matches = compileFilter(query.filter, query.variables);
  const plan = choosePlan(collection, query);
  const counts = noCounts();
  const found = filtered(scan(collection, plan.access, counts), matches, counts);
  return { plan, counts, records: page(plan.isOrdered ? found : sorted(found, query), query) };
}

function* filtered(records: Iterable<StoredRecord>, matches: Predicate, counts: Counts): Generator<StoredRecord> {
  for (const record of records) {
    if (!matches(record.document)) continue;
    counts.matched++;
    yield record;
  }
}

function* sorted(records: Iterable<StoredRecord>, { sort, skip, limit, collation }: Query): Generator<StoredRecord> {
  const most = limit === 0 ? undefined : skip + limit;
  yield* sortDocuments(records, sort, ({ document }) => document, { collation, limit: most });
}

function* page(records: Iterable<StoredRecord>, { skip, limit }: Query): Generator<StoredRecord> {
  let place = 0;
  for (const record of records) {
    if (place++ < skip) continue;
    yield record;
    if (limit !== 0 && place >= skip + limit) return;
  }
}
