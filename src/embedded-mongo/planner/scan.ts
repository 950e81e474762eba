import { compareKeys } from '../../mongo-language/path/key-order.js';
import type { Collection } from '../storage/collection.js';
import type { KeyedRecord } from '../storage/key-tree.js';
import type { StoredRecord } from '../storage/record.js';
import { isAll } from './index-bounds.js';
import { isWithin, keyRanges } from './key-ranges.js';
import type { Access, IndexAccess } from './plan.js';

/** What answering a query has cost so far, as `explain` tells it. */
export interface Counts {
  /** Index keys that were read. */
  keys: number;
  /** Documents that were looked at. */
  documents: number;
  /** Documents that matched. */
  matched: number;
}

export const noCounts = (): Counts => ({ keys: 0, documents: 0, matched: 0 });

/** The records that a plan comes by, each once, before any filter. Nothing may be written while they are read. */
export function* scan(collection: Collection | undefined, access: Access, counts: Counts): Generator<StoredRecord> {
  for (const record of recordsOf(collection, access, counts)) {
    counts.documents++;
    yield record;
  }
}

function recordsOf(collection: Collection | undefined, access: Access, counts: Counts): Iterable<StoredRecord> {
  if (!collection) return [];
  switch (access.kind) {
    case 'nothing':
      return [];
    case 'id': {
      counts.keys++;
      return [collection.withId(access.id) ?? []].flat();
    }
    case 'collection':
      return collection.records(access.backwards);
    case 'index':
      return scanIndex(access, counts);
  }
}

/** The records in the order of an index, each where its first key is. */
export function* scanIndex(access: IndexAccess, counts: Counts): Generator<StoredRecord> {
  const { index, bounds, backwards, merged } = access;
  const ranges = keyRanges(index, bounds);
  const bound = bounds.filter((intervals) => !isAll(intervals)).length;
  // A range keeps to the bounds of the fields that it names; what is bound behind them is tested key by key.
  const accepts = bound > (ranges[0]?.prefix.length ?? 0) + 1 ? isWithin(index, bounds) : undefined;
  const scans = (backwards ? ranges.toReversed() : ranges).map((range) => index.range(range, backwards));
  const seen = index.isMultikey ? new Set<number>() : undefined;
  for (const { key, record } of merged > 0 && scans.length > 1 ? merge(scans, access) : inTurn(scans)) {
    counts.keys++;
    if (accepts && !accepts(key)) continue;
    if (seen?.has(record.id)) continue;
    seen?.add(record.id);
    yield record;
  }
}

function* inTurn(scans: readonly Iterable<KeyedRecord>[]): Generator<KeyedRecord> {
  for (const one of scans) yield* one;
}

/** Several scans, each in order behind its prefix, as one in that order. */
function* merge(scans: readonly Iterator<KeyedRecord>[], { index, backwards, merged }: IndexAccess) {
  const compare = compareKeys(index.pattern.slice(merged), index.spec.collation);
  const sign = backwards ? -1 : 1;
  const isBefore = (a: KeyedRecord, b: KeyedRecord) =>
    (compare(a.key.slice(merged), b.key.slice(merged)) || a.record.id - b.record.id) * sign < 0;
  const heads = scans.flatMap((one) => {
    const { value, done } = one.next();
    return done ? [] : [{ one, head: value as KeyedRecord }];
  });
  // Few scans are merged, so the first head is found by looking at each.
  while (heads.length > 0) {
    const first = heads.reduce((best, other) => (isBefore(other.head, best.head) ? other : best));
    yield first.head;
    const { value, done } = first.one.next();
    if (done) heads.splice(heads.indexOf(first), 1);
    else first.head = value;
  }
}
