import type { Document } from 'bson';
import { withCollation } from '../../mongo-language/expression/variables.js';
import { compileFilter, type Predicate } from '../../mongo-language/filter/filter.js';
import { compareKeys, type KeyPattern, readPattern } from '../../mongo-language/path/key-order.js';
import { compileKeys, type Key } from '../../mongo-language/path/keys.js';
import { duplicateKey } from './duplicate-key.js';
import type { IndexSpec } from './index-spec.js';
import { type KeyedRecord, type KeyRange, KeyTree } from './key-tree.js';
import type { StoredRecord } from './record.js';

/** What one write changes in an index: worked out, and refused, before anything is stored. */
export interface IndexChange {
  readonly removed: readonly Key[];
  readonly added: readonly Key[];
}

/**
 * An index: its keys in order, each with the record that it stands for. A document whose field is an array has a key
 * for each member (multikey).
 *
 * The tree is built when it is first read, and kept from then on, so that an index that no query uses costs a writer
 * next to nothing. A unique index is read by the first write.
 */
export class OrderedIndex {
  readonly spec: IndexSpec;
  readonly pattern: KeyPattern;
  readonly #namespace: string;
  readonly #records: () => Iterable<StoredRecord>;
  readonly #keysOf: ReturnType<typeof compileKeys>;
  readonly #covers: Predicate;
  readonly #compare: (a: Key, b: Key) => number;
  readonly #multikey: boolean[];
  #tree: KeyTree | undefined;

  constructor(namespace: string, spec: IndexSpec, records: () => Iterable<StoredRecord>) {
    this.spec = spec;
    this.pattern = readPattern(spec.key);
    this.#namespace = namespace;
    this.#records = records;
    const { sparse, collation, partialFilterExpression } = spec;
    this.#keysOf = compileKeys(this.pattern, { sparse, collation });
    this.#covers = partialFilterExpression
      ? compileFilter(partialFilterExpression, withCollation({}, collation))
      : () => true;
    this.#compare = compareKeys(this.pattern, collation);
    this.#multikey = this.pattern.map(() => false);
  }

  /** Does a key of this index hold every document? */
  get isComplete(): boolean {
    return !this.spec.sparse && this.spec.partialFilterExpression === undefined;
  }

  /** Which of its fields went through an array in some document so far. */
  get multikey(): readonly boolean[] {
    this.#built();
    return this.#multikey;
  }

  get isMultikey(): boolean {
    return this.multikey.includes(true);
  }

  range(range: KeyRange, backwards: boolean): Generator<KeyedRecord> {
    return this.#built().range(range, backwards);
  }

  /**
   * What putting `after` in the place of `before` changes. Keys that stay are not touched. Throws E11000 where a key
   * must be unique and another record has it, and 171 where a compound key would need two arrays.
   */
  changeFor(before: StoredRecord | undefined, after: Document | undefined): IndexChange {
    const added = after ? this.#keys(after) : [];
    // What is not built needs no keys, save to refuse what could not be indexed.
    if (!this.#tree && !this.spec.unique) return { removed: [], added: [] };
    const tree = this.#built();
    const removed = before ? this.#keys(before.document) : [];
    const isIn = (keys: readonly Key[], key: Key) => keys.some((other) => this.#compare(key, other) === 0);
    const fresh = removed.length === 0 ? added : added.filter((key) => !isIn(removed, key));
    if (this.spec.unique)
      for (const key of fresh) if (tree.holderOf(key, before)) throw duplicateKey(this.#namespace, this.spec, key);
    return { removed: added.length === 0 ? removed : removed.filter((key) => !isIn(added, key)), added: fresh };
  }

  apply(record: StoredRecord, { removed, added }: IndexChange): void {
    if (!this.#tree) return;
    for (const key of removed) this.#tree.remove({ key, record });
    for (const key of added) this.#tree.add({ key, record });
  }

  /** Reads the whole collection once. Throws as `changeFor` does, for a record that cannot be indexed. */
  check(): void {
    if (this.spec.unique) this.#built();
    else for (const { document } of this.#records()) this.#keys(document);
  }

  #built(): KeyTree {
    if (this.#tree) return this.#tree;
    const keyed: KeyedRecord[] = [];
    for (const record of this.#records()) for (const key of this.#keys(record.document)) keyed.push({ key, record });
    this.#tree = new KeyTree(keyed, this.pattern, this.spec.collation);
    if (this.spec.unique) this.#refuseDuplicates(this.#tree);
    return this.#tree;
  }

  #refuseDuplicates(tree: KeyTree): void {
    let last: Key | undefined;
    for (const { key } of tree.all()) {
      if (last && this.#compare(last, key) === 0) throw duplicateKey(this.#namespace, this.spec, key);
      last = key;
    }
  }

  /** A document's keys, none where the index does not hold it. */
  #keys(document: Document): readonly Key[] {
    if (!this.#covers(document)) return [];
    const { keys, multikey } = this.#keysOf(document);
    if (multikey) for (const [field, isArray] of multikey.entries()) if (isArray) this.#multikey[field] = true;
    return keys;
  }
}
