import type { Document } from 'bson';
import { MongoError } from './errors.js';
import { compileFilter, type Predicate } from './language/filter.js';
import { keyOf } from './language/order.js';
import { valuesAt } from './language/path.js';

/** A stored document: the bytes that the client sent, and the same decoded. */
export interface StoredRecord {
  readonly bytes: Uint8Array;
  readonly document: Document;
}

export interface IndexSpec {
  readonly name: string;
  readonly key: Document;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partialFilterExpression: Document | undefined;
  /** As the client gave it, for `listIndexes`. */
  readonly raw: Document;
}

/**
 * An index as a hash table from canonical key to records: point look-ups cost the same whatever the size, and
 * uniqueness is one look-up. A document whose field is an array has one entry per member (multikey).
 */
export class HashIndex {
  readonly spec: IndexSpec;
  readonly paths: readonly string[];
  readonly #entries = new Map<string, Set<StoredRecord>>();
  readonly #covers: Predicate;

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.paths = Object.keys(spec.key);
    const { partialFilterExpression } = spec;
    this.#covers = partialFilterExpression ? compileFilter(partialFilterExpression) : () => true;
  }

  /** Is every document in it, so that it may answer a query by itself? */
  get isComplete(): boolean {
    return !this.spec.sparse && this.spec.partialFilterExpression === undefined;
  }

  add(record: StoredRecord): void {
    for (const key of this.#keysOf(record.document)) {
      const records = this.#entries.get(key);
      if (records) records.add(record);
      else this.#entries.set(key, new Set([record]));
    }
  }

  remove(record: StoredRecord): void {
    for (const key of this.#keysOf(record.document)) {
      const records = this.#entries.get(key);
      records?.delete(record);
      if (records?.size === 0) this.#entries.delete(key);
    }
  }

  /** The records with one of these values in the index's first and only field. */
  lookUp(values: readonly unknown[]): Set<StoredRecord> {
    const found = new Set<StoredRecord>();
    for (const value of values) for (const record of this.#entries.get(keyOf(value)) ?? []) found.add(record);
    return found;
  }

  /** Throws E11000 when another record has one of the document's keys. `self` is the record that the document replaces. */
  refuseDuplicate(document: Document, self: StoredRecord | undefined, namespace: string): void {
    if (!this.spec.unique) return;
    for (const key of this.#keysOf(document)) {
      const holder = [...(this.#entries.get(key) ?? [])].find((record) => record !== self);
      if (holder) throw this.#duplicate(document, namespace);
    }
  }

  #duplicate(document: Document, namespace: string): MongoError {
    const keyValue = Object.fromEntries(this.paths.map((path) => [path, valuesAt(document, path)[0] ?? null]));
    const shown = this.paths.map((path) => `${path}: ${show(keyValue[path])}`).join(', ');
    return new MongoError(
      11000,
      `E11000 duplicate key error collection: ${namespace} index: ${this.spec.name} dup key: { ${shown} }`,
      {
        keyPattern: this.spec.key,
        keyValue,
      },
    );
  }

  #keysOf(document: Document): Set<string> {
    if (!this.#covers(document)) return new Set();
    const columns = this.paths.map((path) => {
      const values = valuesAt(document, path).flatMap((value) =>
        Array.isArray(value) && value.length > 0 ? value : [value],
      );
      return values.length === 0 ? [undefined] : values;
    });
    if (this.spec.sparse && columns.every((column) => column.every((value) => value === undefined))) return new Set();
    const [first] = columns;
    if (columns.length === 1 && first) return new Set(first.map(keyOf));
    return new Set(
      columns.reduce<string[]>(
        (prefixes, column) =>
          prefixes.flatMap((prefix) =>
            column.map((value) => {
              const key = keyOf(value);
              return `${prefix}${key.length}:${key}`;
            }),
          ),
        [''],
      ),
    );
  }
}

/** A value as mongod writes it in an E11000 message. */
function show(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  const wrapped = value as { _bsontype?: string; toHexString?: () => string };
  if (wrapped._bsontype === 'ObjectId' && wrapped.toHexString) return `ObjectId('${wrapped.toHexString()}')`;
  return typeof value === 'object' && wrapped._bsontype === undefined ? JSON.stringify(value) : String(value);
}
