import type { Document } from 'bson';
import { isDocument } from '../values/values.js';

/** `{$gt: 1}` is operators, `{a: 1}` a value; so is `{$ref: …, $id: …}`, a reference to a document. */
export function isOperators(condition: unknown): condition is Document {
  if (!isDocument(condition)) return false;
  for (const name in condition) return name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db';
  return false;
}
