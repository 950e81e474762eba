import type { Document } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { compareValues } from './order.js';
import { valuesAt } from './path.js';
import { isDocument, isNumber, toJsNumber } from './values.js';

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

/** What a document is sorted by: of an array the least member when ascending, the greatest when descending. */
function sortValue(document: Document, { path, direction }: SortKey): unknown {
  const values = valuesAt(document, path).flatMap((value) =>
    Array.isArray(value) && value.length > 0 ? value : [value],
  );
  if (values.length <= 1) return values[0];
  return values.reduce((best, value) => (compareValues(value, best) * direction < 0 ? value : best));
}

/** A stable sort by MongoDB's rules; the documents are not changed. */
export function sortDocuments<T>(items: readonly T[], spec: Document, documentOf: (item: T) => Document): T[] {
  const keys = readSort(spec);
  const keyed = items.map((item) => ({ item, values: keys.map((key) => sortValue(documentOf(item), key)) }));
  keyed.sort((a, b) => {
    for (const [index, { direction }] of keys.entries()) {
      const order = compareValues(a.values[index], b.values[index]) * direction;
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}
