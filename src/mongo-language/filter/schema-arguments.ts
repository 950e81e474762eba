import type { Document } from 'bson';
import { MongoError } from '../values/errors.js';
import { type BsonNumber, isDocument, isNumber } from '../values/values.js';

/** Does a value keep to a schema, or to one keyword of it? */
export type Check = (value: unknown) => boolean;
export type CompileSchema = (schema: Document) => Check;
/** Reads the argument of a keyword, which may look at the schema around it. */
export type Keyword = (argument: unknown, schema: Document, compile: CompileSchema) => Check;

export const mistyped = (keyword: string, wanted: string) =>
  new MongoError(14, `$jsonSchema keyword '${keyword}' must be ${wanted}`);

export function needNumber(keyword: string, value: unknown): BsonNumber {
  if (isNumber(value)) return value;
  throw mistyped(keyword, 'a number');
}

export function needSchema(keyword: string, value: unknown): Document {
  if (isDocument(value)) return value;
  throw mistyped(keyword, 'an object');
}

export function needStrings(keyword: string, value: unknown): string[] {
  if (!Array.isArray(value) || value.some((member) => typeof member !== 'string'))
    throw mistyped(keyword, 'an array of strings');
  if (value.length === 0) throw new MongoError(9, `$jsonSchema keyword '${keyword}' cannot be an empty array`);
  if (new Set(value).size < value.length)
    throw new MongoError(9, `$jsonSchema keyword '${keyword}' array cannot contain duplicate values`);
  return value;
}
