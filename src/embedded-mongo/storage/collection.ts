import type { Document } from 'bson';
import type { Collation } from '../../mongo-language/values/collation.js';
import { MongoError } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import { type CollectionOptions, plainCollection } from './collection-options.js';
import { duplicateKey } from './duplicate-key.js';
import { type IndexSpec, idIndexName, idIndexSpec } from './index-spec.js';
import { OrderedIndex } from './ordered-index.js';
import { type Content, encodedContent, type StoredRecord } from './record.js';
import { refuseUnstorable } from './storable.js';
import { Validation } from './validation.js';

/** How a write is to be made. */
export interface WriteOptions {
  readonly bypassValidation: boolean;
}

const checked: WriteOptions = { bypassValidation: false };

/** Documents in the order of their insertion, with their indexes. Every change is whole or not at all. */
export class Collection {
  readonly namespace: string;
  readonly #records = new Map<number, StoredRecord>();
  /** The `_id`s, hashed: the look-up and the uniqueness that every collection needs at every write. */
  readonly #byId = new Map<string, StoredRecord>();
  readonly #indexes = new Map<string, OrderedIndex>();
  #options: CollectionOptions;
  #validation: Validation;
  #lastId = 0;
  #dataBytes = 0;

  constructor(namespace: string, options: CollectionOptions = plainCollection) {
    this.namespace = namespace;
    this.#options = options;
    this.#validation = new Validation(options);
    // Unique through the hash table, so that its tree is built only where ranges and sorts by _id want it.
    this.#indexes.set(idIndexName, this.#makeIndex({ ...idIndexSpec, unique: false, collation: options.collation }));
  }

  get size(): number {
    return this.#records.size;
  }

  /** All documents together, in bytes of BSON. */
  get dataBytes(): number {
    return this.#dataBytes;
  }

  get options(): CollectionOptions {
    return this.#options;
  }

  /** New options, as `collMod` sets them; what is stored is not looked at. */
  set options(options: CollectionOptions) {
    this.#validation = new Validation(options);
    this.#options = options;
  }

  get collation(): Collation | undefined {
    return this.#options.collation;
  }

  get indexes(): readonly OrderedIndex[] {
    return [...this.#indexes.values()];
  }

  /** In natural order, or backwards. */
  records(backwards = false): Iterable<StoredRecord> {
    return backwards ? [...this.#records.values()].reverse() : this.#records.values();
  }

  /** The record with an `_id`, of whatever numeric type. */
  withId(id: unknown): StoredRecord | undefined {
    return this.#byId.get(this.#hashOf(id));
  }

  /** Stores a document. Throws E11000, BSONObjectTooLarge or DocumentValidationFailure, and then nothing is stored. */
  insert({ bytes, document }: Content, { bypassValidation } = checked): StoredRecord {
    const record = { id: this.#lastId + 1, bytes, document };
    refuseUnstorable(record);
    if (!bypassValidation) this.#validation.check(document, undefined);
    const idKey = this.#hashOf(document._id);
    if (this.#byId.has(idKey)) throw duplicateKey(this.namespace, idIndexSpec, [document._id]);
    const changes = this.#changes(undefined, document);
    this.#lastId = record.id;
    this.#byId.set(idKey, record);
    this.#records.set(record.id, record);
    this.#dataBytes += bytes.length;
    for (const [index, change] of changes) index.apply(record, change);
    this.#evict();
    return record;
  }

  /** Puts a new document in the place of a record; false when it is the same to the byte. */
  replace(old: StoredRecord, document: Document, { bypassValidation } = checked): boolean {
    const after = encodedContent(document);
    if (Buffer.compare(after.bytes, old.bytes) === 0) return false;
    refuseUnstorable(after);
    if (!bypassValidation) this.#validation.check(after.document, old.document);
    const changes = this.#changes(old, after.document);
    // The record keeps its identity, so that it keeps its place in every order.
    const record = old as { bytes: Uint8Array; document: Document };
    this.#dataBytes += after.bytes.length - old.bytes.length;
    Object.assign(record, after);
    for (const [index, change] of changes) index.apply(old, change);
    return true;
  }

  delete(record: StoredRecord): void {
    const changes = this.#changes(record, undefined);
    this.#records.delete(record.id);
    this.#byId.delete(this.#hashOf(record.document._id));
    this.#dataBytes -= record.bytes.length;
    for (const [index, change] of changes) index.apply(record, change);
  }

  /** Adds an index over what is stored. Throws E11000 when `unique` cannot hold, and then there is no index. */
  createIndex(spec: IndexSpec): void {
    const index = this.#makeIndex(spec);
    index.check();
    this.#indexes.set(spec.name, index);
  }

  /** Puts another index in the place of the one of that name, in its place among the others. */
  replaceIndex(spec: IndexSpec): void {
    this.#indexes.set(spec.name, this.#makeIndex(spec));
  }

  /** Throws where an index cannot be dropped: the one over `_id`, or one that there is not. */
  refuseDrop(name: string): void {
    if (name === idIndexName) throw new MongoError(72, 'cannot drop _id index');
    if (!this.#indexes.has(name)) throw new MongoError(27, `index not found with name [${name}]`);
  }

  dropIndex(name: string): void {
    this.refuseDrop(name);
    this.#indexes.delete(name);
  }

  /** Equal for `_id`s that are equal under the collection's collation. */
  #hashOf(id: unknown): string {
    return keyOf(id, this.#options.collation);
  }

  #makeIndex(spec: IndexSpec): OrderedIndex {
    return new OrderedIndex(this.namespace, spec, () => this.#records.values());
  }

  #changes(before: StoredRecord | undefined, after: Document | undefined) {
    return [...this.#indexes.values()].map((index) => [index, index.changeFor(before, after)] as const);
  }

  /** A capped collection loses its oldest documents. */
  #evict(): void {
    const { capped } = this.#options;
    if (!capped) return;
    for (const oldest of this.#records.values()) {
      if (this.#dataBytes <= capped.size && this.size <= (capped.max ?? Number.POSITIVE_INFINITY)) return;
      this.delete(oldest);
    }
  }
}
