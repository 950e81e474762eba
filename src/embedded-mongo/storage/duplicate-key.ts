import type { Document } from 'bson';
import { valuesAt } from '../../mongo-language/path/path.js';
import { MongoError } from '../../mongo-language/values/errors.js';

/** E11000: another document has the same value under a unique index. */
export function duplicateKey(
  namespace: string,
  index: { name: string; key: Document },
  document: Document,
): MongoError {
  const keyValue = Object.fromEntries(
    Object.keys(index.key).map((path) => [path, valuesAt(document, path)[0] ?? null]),
  );
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${show(value)}`);
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`,
    { keyPattern: index.key, keyValue },
  );
}

/** A value as mongod writes it in an E11000 message. */
function show(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  const wrapped = value as { _bsontype?: string; toHexString?: () => string };
  if (wrapped._bsontype === 'ObjectId' && wrapped.toHexString) return `ObjectId('${wrapped.toHexString()}')`;
  return typeof value === 'object' && wrapped._bsontype === undefined ? JSON.stringify(value) : String(value);
}
