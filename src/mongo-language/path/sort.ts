import type { Document } from 'bson';
import type { Collation } from '../values/collation.js';
import { entriesOf } from '../values/document.js';
import { MongoError, notSupported } from '../values/errors.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { compareKeys, type KeyPattern } from './key-order.js';
import { compileKeys, type Key } from './keys.js';
import { firstOf } from './top.js';

export interface SortOptions {
  readonly collation?: Collation | undefined;
  /** Only so many are wanted: they are found without sorting the others. */
  readonly limit?: number | undefined;
}

/** What mongod takes; a compound index may have no more fields either. */
const maxFields = 32;

/** Reads `{a: 1, b: -1}`. Throws what mongod does for a pattern that is none. */
export function readSort(spec: Document): KeyPattern {
  const fields = entriesOf(spec);
  if (fields.length > maxFields) throw new MongoError(13103, `too many compound keys: ${fields.length}`);
  return fields.map(([path, direction]) => {
    if (path === '$natural')
      throw new MongoError(2, `Cannot include '$natural' in compound sort: ${fields.map(([name]) => name)}`);
    if (isDocument(direction)) throw metaSort(direction);
    const sign = isNumber(direction) ? toJsNumber(direction) : direction;
    if (typeof sign !== 'number')
      throw new MongoError(15974, `Illegal key in $sort specification: ${path}: the direction must be a number`);
    if (sign !== 1 && sign !== -1)
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    refusePath(path);
    return { path, direction: sign };
  });
}

function metaSort(direction: Document): MongoError {
  if (Object.keys(direction).join() !== '$meta')
    return new MongoError(17312, '$meta is the only expression supported by $sort right now');
  return notSupported('sorting by $meta');
}

function refusePath(path: string): void {
  if (path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.split('.').includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  if (path.startsWith('$')) throw new MongoError(16410, `FieldPath field names may not start with '$'. ('${path}')`);
}

/**
 * Gives the key by which a document is sorted: of the keys that an index would have, the first in the sort's own order.
 */
function compileSortKey(pattern: KeyPattern, collation?: Collation): (document: Document) => Key {
  const keysOf = compileKeys(pattern, { collation });
  return (document) => {
    try {
      return keysOf(document).keys[0] ?? [];
    } catch (error) {
      if (error instanceof MongoError && error.code === 171)
        throw new MongoError(2, 'cannot sort with keys that are parallel arrays');
      throw error;
    }
  };
}

/** A stable sort by MongoDB's rules; the documents are not changed. */
export function sortDocuments<T>(
  items: Iterable<T>,
  spec: Document,
  documentOf: (item: T) => Document,
  { collation, limit }: SortOptions = {},
): T[] {
  const pattern = readSort(spec);
  const keyOf = compileSortKey(pattern, collation);
  const order = compareKeys(pattern, collation);
  const byKey = (a: { key: Key }, b: { key: Key }) => order(a.key, b.key);
  if (limit !== undefined) {
    const keyed = (function* () {
      for (const item of items) yield { item, key: keyOf(documentOf(item)) };
    })();
    return firstOf(keyed, limit, byKey).map(({ item }) => item);
  }
  return Array.from(items, (item) => ({ item, key: keyOf(documentOf(item)) }))
    .sort(byKey)
    .map(({ item }) => item);
}
