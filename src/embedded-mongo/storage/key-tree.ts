import type sortedBTree from 'sorted-btree';
import bulkLoading from 'sorted-btree/extended/bulkLoad.js';
import { everything, type Interval } from '../../mongo-language/filter/intervals.js';
import { compareKeys, type KeyPattern } from '../../mongo-language/path/key-order.js';
import type { Key } from '../../mongo-language/path/keys.js';
import type { Collation } from '../../mongo-language/values/collation.js';
import type { StoredRecord } from './record.js';

/**
 * What part of an index to read: the keys that begin with the values of `prefix`, and whose next value lies in an
 * interval.
 */
export interface KeyRange {
  readonly prefix: Key;
  readonly interval: Interval;
}

/** A key under which a record stands; one that only searches has no record, and maybe fewer values. */
interface Entry {
  readonly key: Key;
  readonly id: number;
  readonly record: StoredRecord | undefined;
}

export interface KeyedRecord {
  readonly key: Key;
  readonly record: StoredRecord;
}

// A node of 64 keys keeps 100,000 of them three levels deep; 32 and 128 were as fast within the noise.
const nodeSize = 64;
const beforeAll = Number.NEGATIVE_INFINITY;
const afterAll = Number.POSITIVE_INFINITY;

const entryOf = ({ key, record }: KeyedRecord): Entry => ({ key, id: record.id, record });

/** The keys of an index in order, and below one key the records by id: a B+tree of `sorted-btree`. */
export class KeyTree {
  readonly #pattern: KeyPattern;
  readonly #compare: (a: Key, b: Key) => number;
  readonly #compareEntries: (a: Entry, b: Entry) => number;
  readonly #tree: sortedBTree.default<Entry, undefined>;

  /** Over what is given, in any order; sorted once and loaded at once, which costs a fraction of adding one by one. */
  constructor(keyed: readonly KeyedRecord[], pattern: KeyPattern, collation: Collation | undefined) {
    const compare = compareKeys(pattern, collation);
    this.#pattern = pattern;
    this.#compare = compare;
    this.#compareEntries = (a, b) => compare(a.key, b.key) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
    const entries = keyed.map(entryOf).sort(this.#compareEntries);
    this.#tree = bulkLoading.bulkLoad(entries, new Array(entries.length), nodeSize, this.#compareEntries);
  }

  get size(): number {
    return this.#tree.size;
  }

  /** Every entry in order. */
  *all(): Generator<KeyedRecord> {
    for (const entry of this.#tree.keys()) yield entry as KeyedRecord;
  }

  add(keyed: KeyedRecord): void {
    this.#tree.set(entryOf(keyed), undefined);
  }

  remove(keyed: KeyedRecord): void {
    this.#tree.delete(entryOf(keyed));
  }

  /** The entries of a range in the order of the index, or backwards. The tree must not change meanwhile. */
  *range(range: KeyRange, backwards: boolean): Generator<KeyedRecord> {
    const [start, end] = this.#edges(range);
    const from = backwards ? this.#tree.entriesReversed(end) : this.#tree.entries(start);
    const isBeyond = backwards
      ? (entry: Entry) => this.#compareEntries(entry, start) < 0
      : (entry: Entry) => this.#compareEntries(entry, end) > 0;
    for (const [entry] of from) {
      if (isBeyond(entry)) return;
      if (entry.record) yield entry as KeyedRecord;
    }
  }

  /** Some record under exactly this key other than `self`. */
  holderOf(key: Key, self: StoredRecord | undefined): StoredRecord | undefined {
    for (const [entry] of this.#tree.entries({ key, id: beforeAll, record: undefined })) {
      if (this.#compare(entry.key, key) !== 0) return undefined;
      if (entry.record !== self) return entry.record;
    }
    return undefined;
  }

  /** Two places of the tree between which the range lies. Where the field descends, its high edge comes first. */
  #edges({ prefix, interval }: KeyRange): [start: Entry, end: Entry] {
    const edge = (key: Key, id: number) => ({ key, id, record: undefined });
    // All that has the prefix: what follows it need not be compared.
    if (interval === everything) return [edge(prefix, beforeAll), edge(prefix, afterAll)];
    const { low, lowInclusive, high, highInclusive } = interval;
    const before = (value: unknown, inclusive: boolean) => edge([...prefix, value], inclusive ? beforeAll : afterAll);
    const after = (value: unknown, inclusive: boolean) => edge([...prefix, value], inclusive ? afterAll : beforeAll);
    return this.#pattern[prefix.length]?.direction === -1
      ? [before(high, highInclusive), after(low, lowInclusive)]
      : [before(low, lowInclusive), after(high, highInclusive)];
  }
}
