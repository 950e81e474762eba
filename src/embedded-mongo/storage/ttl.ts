import type { Collection } from './collection.js';
import type { OrderedIndex } from './ordered-index.js';
import type { StoredRecord } from './record.js';
import type { Store } from './store.js';

/** The first date that JavaScript has. BSON has earlier ones, which expire only in the real server. */
const firstDate = new Date(-8.64e15);

/**
 * The records whose date in a TTL index is as old as the index says; those without a date never go. Of several dates
 * the earliest counts.
 */
function expired(index: OrderedIndex, expireAfterSeconds: number, now: Date): StoredRecord[] {
  const last = new Date(now.getTime() - expireAfterSeconds * 1000);
  const interval = { low: firstDate, lowInclusive: true, high: last, highInclusive: true };
  const found = new Set<StoredRecord>();
  for (const { record } of index.range({ prefix: [], interval }, false)) found.add(record);
  return [...found];
}

function sweepCollection(collection: Collection, now: Date): number {
  let deleted = 0;
  for (const index of collection.indexes) {
    const { expireAfterSeconds } = index.spec;
    if (expireAfterSeconds === undefined) continue;
    const records = expired(index, expireAfterSeconds, now);
    for (const record of records) collection.delete(record);
    deleted += records.length;
  }
  return deleted;
}

/** Deletes what has expired by `now` under the TTL indexes of all collections; gives how many documents went. */
export function sweep(store: Store, now: Date): number {
  let deleted = 0;
  for (const collection of store.allCollections()) deleted += sweepCollection(collection, now);
  return deleted;
}
