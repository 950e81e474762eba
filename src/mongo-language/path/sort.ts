import type { Document } from 'bson';
import { MongoError, notSupported } from '../values/errors.js';
import { orderOf } from '../values/order.js';
import { isDocument, isNumber, toJsNumber } from '../values/values.js';
import { valuesAt } from './path.js';

interface SortKey {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** Reads `{a: 1, b: -1}`. */
function readSort(spec: Document): SortKey[] {
  return Object.entries(spec).map(([path, direction]) => {
    if (isDocument(direction)) throw notSupported('sorting by $meta');
    const sign = isNumber(direction) ? toJsNumber(direction) : direction;
    if (sign !== 1 && sign !== -1)
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    return { path, direction: sign };
  });
}

/** To a sort a missing value is null, and an empty array comes before it. */
const rankable = (value: unknown) => (Array.isArray(value) && value.length === 0 ? undefined : (value ?? null));

/** What a document is sorted by: of an array the least member when ascending, the greatest when descending. */
function sortValues(document: Document, keys: readonly SortKey[]): unknown[] {
  const candidates = keys.map(({ path }) =>
    valuesAt(document, path)
      .flatMap((value) => (Array.isArray(value) && value.length > 0 ? value : [value]))
      .map(rankable),
  );
  // mongod sorts by pairs of members then, or cannot.
  if (candidates.filter(({ length }) => length > 1).length > 1) throw notSupported('sorting by two fields in arrays');
  return candidates.map((values, index) => {
    const direction = keys[index]?.direction ?? 1;
    const better = (best: unknown, value: unknown) => (orderOf(value, best) * direction < 0 ? value : best);
    return values.length === 0 ? null : values.reduce(better);
  });
}

/** A stable sort by MongoDB's rules; the documents are not changed. */
export function sortDocuments<T>(items: readonly T[], spec: Document, documentOf: (item: T) => Document): T[] {
  const keys = readSort(spec);
  const keyed = items.map((item) => ({ item, values: sortValues(documentOf(item), keys) }));
  keyed.sort((a, b) => {
    for (const [index, { direction }] of keys.entries()) {
      const order = orderOf(a.values[index], b.values[index]) * direction;
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}
