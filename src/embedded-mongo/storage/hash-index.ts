import type { Document } from 'bson';
import { compileFilter, type Predicate } from '../../mongo-language/filter/filter.js';
import { valuesAt } from '../../mongo-language/path/path.js';
import { MongoError, notSupported } from '../../mongo-language/values/errors.js';
import { keyOf } from '../../mongo-language/values/key.js';
import { duplicateKey } from './duplicate-key.js';

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

/** Several records under one key. */
class Multimap {
  readonly #sets = new Map<string, Set<StoredRecord>>();

  get(key: string): ReadonlySet<StoredRecord> | undefined {
    return this.#sets.get(key);
  }

  add(key: string, record: StoredRecord): void {
    const records = this.#sets.get(key);
    if (records) records.add(record);
    else this.#sets.set(key, new Set([record]));
  }

  delete(key: string, record: StoredRecord): void {
    const records = this.#sets.get(key);
    records?.delete(record);
    if (records?.size === 0) this.#sets.delete(key);
  }
}

/**
 * An index as a hash table from canonical key to records: point look-ups cost the same whatever the size, and
 * uniqueness is one look-up. A document whose field is an array has one entry per member (multikey).
 *
 * Look-ups are by the first field; the keys of all fields together are kept only where they must be unique.
 */
export class HashIndex {
  readonly spec: IndexSpec;
  readonly paths: readonly string[];
  readonly #byFirst = new Multimap();
  readonly #byWhole = new Multimap();
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
    const { first, whole } = this.#keysOf(record.document);
    for (const key of first) this.#byFirst.add(key, record);
    for (const key of whole) this.#byWhole.add(key, record);
  }

  remove(record: StoredRecord): void {
    const { first, whole } = this.#keysOf(record.document);
    for (const key of first) this.#byFirst.delete(key, record);
    for (const key of whole) this.#byWhole.delete(key, record);
  }

  /** The records with one of these values in the index's first field. */
  lookUp(values: readonly unknown[]): ReadonlySet<StoredRecord> {
    const sets = values.flatMap((value) => this.#byFirst.get(keyOf(value)) ?? []);
    const [only] = sets;
    return only && sets.length === 1 ? only : new Set(sets.flatMap((set) => [...set]));
  }

  /** Throws E11000 when another record has one of the document's keys. `self` is the record that the document replaces. */
  refuseDuplicate(document: Document, self: StoredRecord | undefined, namespace: string): void {
    const { whole } = this.#keysOf(document);
    if (!this.spec.unique) return;
    for (const key of whole) {
      const holder = [...(this.#byWhole.get(key) ?? [])].find((record) => record !== self);
      if (holder) throw duplicateKey(namespace, this.spec, document);
    }
  }

  /** The document's keys by the first field, and by all fields where that is another thing and must be unique. */
  #keysOf(document: Document): { first: ReadonlySet<string>; whole: ReadonlySet<string> } {
    const none = new Set<string>();
    if (!this.#covers(document)) return { first: none, whole: none };
    const columns = this.paths.map((path) => columnOf(document, path));
    if (this.spec.sparse && columns.every((column) => column.every((value) => value === undefined)))
      return { first: none, whole: none };
    const first = new Set(columns[0]?.map((value) => keyOf(value)));
    const arrays = this.paths.filter((_, index) => (columns[index]?.length ?? 0) > 1);
    if (arrays.length > 1) this.#refuseParallel(arrays);
    if (!this.spec.unique) return { first, whole: none };
    return { first, whole: columns.length === 1 ? first : combinations(columns) };
  }

  #refuseParallel([a = '', b = '']: readonly string[]): void {
    if (a.split('.')[0] !== b.split('.')[0]) throw new MongoError(171, `cannot index parallel arrays [${b}] [${a}]`);
    if (this.spec.unique) throw notSupported('a unique index over two fields of one array');
  }
}

/** The values of one field, of which a missing one is one. */
function columnOf(document: Document, path: string): readonly unknown[] {
  const values = valuesAt(document, path).flatMap((value) =>
    Array.isArray(value) && value.length > 0 ? value : [value],
  );
  return values.length === 0 ? [undefined] : values;
}

/** The keys of every combination of the columns' values. */
function combinations(columns: readonly (readonly unknown[])[]): ReadonlySet<string> {
  const keyed = columns.map((column) => column.map((value) => keyOf(value)));
  return new Set(
    keyed.reduce<string[]>(
      (prefixes, keys) => prefixes.flatMap((prefix) => keys.map((key) => `${prefix}${key.length}:${key}`)),
      [''],
    ),
  );
}
