import { type Document, Int32 } from 'bson';
import type { Variables } from '../mongo-language/expression/variables.js';
import { compileFilter } from '../mongo-language/filter/filter.js';
import { equalityCandidates } from '../mongo-language/filter/pinned.js';
import { decode, encode } from '../mongo-language/values/codec.js';
import { MongoError } from '../mongo-language/values/errors.js';
import { HashIndex, type IndexSpec, type StoredRecord } from './hash-index.js';
import { maxDocumentBytes } from './wire/limits.js';

const idIndex: IndexSpec = {
  name: '_id_',
  key: { _id: new Int32(1) },
  unique: true,
  sparse: false,
  partialFilterExpression: undefined,
  raw: { v: new Int32(2), key: { _id: new Int32(1) }, name: '_id_' },
};

/** Documents in the order of their insertion, with their indexes. Every change is whole or not at all. */
export class Collection {
  readonly namespace: string;
  readonly #records = new Set<StoredRecord>();
  readonly #indexes = new Map<string, HashIndex>([[idIndex.name, new HashIndex(idIndex)]]);

  constructor(namespace: string) {
    this.namespace = namespace;
  }

  get size(): number {
    return this.#records.size;
  }

  get indexes(): readonly HashIndex[] {
    return [...this.#indexes.values()];
  }

  records(): Iterable<StoredRecord> {
    return this.#records;
  }

  /** The records that a filter matches, in their natural order. */
  *find(filter: Document, variables: Variables = {}): Generator<StoredRecord> {
    const matches = compileFilter(filter, variables);
    for (const record of this.#candidates(filter)) if (matches(record.document)) yield record;
  }

  /** The records that can match: those that an index names, else all. The fewest candidates win. */
  #candidates(filter: Document): Iterable<StoredRecord> {
    let best: ReadonlySet<StoredRecord> | undefined;
    const pinned = equalityCandidates(filter);
    for (const index of this.#indexes.values()) {
      const [path] = index.paths;
      const values = path === undefined ? undefined : pinned.get(path);
      if (!values || !index.isComplete) continue;
      const found = index.lookUp(values);
      if (!best || found.size < best.size) best = found;
    }
    return best ?? this.#records;
  }

  /** Stores a document. Throws E11000 or BSONObjectTooLarge, and then nothing is stored. */
  insert(bytes: Uint8Array): StoredRecord {
    // A copy: the bytes that came over the wire are part of a message that would otherwise stay in memory.
    const record = { bytes: Uint8Array.from(bytes), document: decode(bytes) };
    refuseUnstorable(record.bytes);
    for (const index of this.#indexes.values()) index.refuseDuplicate(record.document, undefined, this.namespace);
    this.#records.add(record);
    for (const index of this.#indexes.values()) index.add(record);
    return record;
  }

  /** Puts a new document in the place of a record; false when it is the same to the byte. */
  replace(old: StoredRecord, document: Document): boolean {
    const bytes = encode(document);
    if (Buffer.compare(bytes, old.bytes) === 0) return false;
    refuseUnstorable(bytes);
    const record = old as { bytes: Uint8Array; document: Document };
    for (const index of this.#indexes.values()) index.refuseDuplicate(document, old, this.namespace);
    for (const index of this.#indexes.values()) index.remove(old);
    // The record keeps its identity, so that it keeps its natural place.
    record.bytes = bytes;
    record.document = decode(bytes);
    for (const index of this.#indexes.values()) index.add(old);
    return true;
  }

  delete(record: StoredRecord): void {
    this.#records.delete(record);
    for (const index of this.#indexes.values()) index.remove(record);
  }

  /** Adds an index over what is stored. Throws E11000 when `unique` cannot hold, and then there is no index. */
  createIndex(spec: IndexSpec): void {
    const index = new HashIndex(spec);
    for (const record of this.#records) {
      index.refuseDuplicate(record.document, undefined, this.namespace);
      index.add(record);
    }
    this.#indexes.set(spec.name, index);
  }

  dropIndex(name: string): void {
    if (name === idIndex.name) throw new MongoError(72, 'cannot drop _id index');
    if (!this.#indexes.delete(name)) throw new MongoError(27, `index not found with name [${name}]`);
  }
}

function refuseUnstorable(bytes: Uint8Array): void {
  if (bytes.length > maxDocumentBytes) {
    throw new MongoError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${maxDocumentBytes}(16MB)`,
    );
  }
}
