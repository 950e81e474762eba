import type { Document } from 'bson';
import { MongoError } from '../../mongo-language/values/errors.js';
import { shellText } from './shell-text.js';

/**
 * E11000: another document has the same key under a unique index. Of an array it names the member that is there
 * already.
 */
export function duplicateKey(
  namespace: string,
  index: { readonly name: string; readonly key: Document },
  key: readonly unknown[],
): MongoError {
  const keyValue = Object.fromEntries(Object.keys(index.key).map((path, field) => [path, key[field] ?? null]));
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${shellText(value)}`);
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern: index.key, keyValue },
  );
}
