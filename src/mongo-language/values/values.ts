import {
  Binary,
  BSONRegExp,
  Decimal128,
  type DeserializeOptions,
  type Document,
  Double,
  Int32,
  Long,
  ObjectId,
} from 'bson';

/**
 * How documents are decoded: every number keeps its BSON type (Int32, Double, Long, Decimal128), binaries and regular
 * expressions stay wrapped; strings, booleans, null and dates are plain. So whatever is stored, compared, sorted or
 * updated goes back to the client in the type that it came in.
 */
export const typed: DeserializeOptions = { promoteValues: false, promoteBuffers: false, bsonRegExp: true };

export type BsonNumber = Int32 | Double | Long | Decimal128;

/** A Timestamp is a Long to JavaScript, and no number to MongoDB. */
export function isNumber(value: unknown): value is BsonNumber {
  if (value instanceof Int32 || value instanceof Double || value instanceof Decimal128) return true;
  return value instanceof Long && (value as { _bsontype: string })._bsontype === 'Long';
}

/** A document, and not an array or any of BSON's wrapped values. */
export function isDocument(value: unknown): value is Document {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    (value as { _bsontype?: unknown })._bsontype === undefined
  );
}

/** A number's value as a JavaScript number; exact for Int32, Double and safe Longs. */
export function toJsNumber(value: BsonNumber): number {
  return value instanceof Decimal128 ? Number(value.toString()) : Number(value);
}

/** MongoDB's alias for a value's BSON type, as `$type` takes it. */
export function typeAlias(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Date) return 'date';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Int32) return 'int';
  if (value instanceof Double) return 'double';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof ObjectId) return 'objectId';
  if (value instanceof Binary) return 'binData';
  if (value instanceof BSONRegExp) return 'regex';
  const wrapped = (value as { _bsontype?: string })._bsontype;
  if (isNumber(value)) return 'long';
  const aliases: Readonly<Record<string, string>> = {
    Timestamp: 'timestamp',
    MinKey: 'minKey',
    MaxKey: 'maxKey',
    Code: 'javascript',
    BSONSymbol: 'symbol',
    DBRef: 'dbPointer',
  };
  return wrapped === undefined ? 'object' : (aliases[wrapped] ?? 'object');
}

/** BSON type numbers by alias, for `$type: 2`. */
export const typeNumbers: Readonly<Record<number, string>> = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  13: 'javascript',
  14: 'symbol',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  [-1]: 'minKey',
  127: 'maxKey',
};
