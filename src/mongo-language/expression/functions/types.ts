import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import { integer } from '../../values/arithmetic.js';
import { toDecimal as asDecimal } from '../../values/decimal.js';
import { MongoError, notSupported } from '../../values/errors.js';
import { isNumber, toJsNumber, typeAlias } from '../../values/values.js';
import { byName, loose, type Signature, text } from './signature.js';

type Conversion = (value: unknown) => unknown;

/** What makes a conversion fail: `$convert` answers it with `onError`. */
function failed(value: unknown, to: string): MongoError {
  return new MongoError(241, `Failed to convert a value of type ${typeAlias(value)} to ${to}`);
}

function toInteger(value: unknown, to: 'int' | 'long'): unknown {
  if (typeof value === 'boolean') return integer(value ? 1n : 0n, to);
  if (value instanceof Date && to === 'long') return Long.fromNumber(value.getTime());
  if (typeof value === 'string' && !/^-?\d+$/.test(value)) throw failed(value, to);
  if (typeof value !== 'string' && !isNumber(value)) throw failed(value, to);
  const whole = value instanceof Double || value instanceof Decimal128 ? Math.trunc(toJsNumber(value)) : String(value);
  if (typeof whole === 'number' && !Number.isFinite(whole)) throw failed(value, to);
  if (value instanceof Decimal128 && !Number.isSafeInteger(whole))
    throw notSupported('the conversion of so large a Decimal128');
  const converted = integer(BigInt(whole), to);
  if (converted === undefined || (to === 'int' && !(converted instanceof Int32))) throw failed(value, to);
  return converted;
}

function toDouble(value: unknown): Double {
  if (typeof value === 'boolean') return new Double(Number(value));
  if (value instanceof Date) return new Double(value.getTime());
  if (isNumber(value)) return new Double(toJsNumber(value));
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) throw failed(value, 'double');
  return new Double(Number(value));
}

function toDecimal(value: unknown): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (isNumber(value)) return asDecimal(value, 15);
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (typeof value === 'string') {
    try {
      return Decimal128.fromString(value);
    } catch {
      throw failed(value, 'decimal');
    }
  }
  throw failed(value, 'decimal');
}

/** Doubles are written by mongod's own rules; those whose text is the same by any rule are converted. */
function doubleText(value: number): string {
  if (value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e15 && Number(value.toPrecision(15)) === value))
    return String(value);
  throw notSupported('the conversion of such a double to a string');
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (value instanceof Double) return doubleText(value.value);
  if (isNumber(value)) return value.toString();
  throw failed(value, 'string');
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** ISO 8601 alone; a time without a zone is in UTC. */
export function parseDate(value: string): Date {
  if (!isoDate.test(value))
    throw notSupported(`the date "${value}", which is not of ISO 8601,`, 'date of another form than ISO 8601');
  const zoned = value.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(value) ? `${value}Z` : value;
  const parsed = new Date(zoned.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(parsed.getTime())) throw failed(value, 'date');
  return parsed;
}

function toDate(value: unknown): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (typeof value === 'string') return parseDate(value);
  if (isNumber(value) && !(value instanceof Int32)) return new Date(Math.trunc(toJsNumber(value)));
  throw failed(value, 'date');
}

function toObjectId(value: unknown): ObjectId {
  if (value instanceof ObjectId) return value;
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
  throw failed(value, 'objectId');
}

function toBool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return toJsNumber(value) !== 0;
  if (typeof value === 'string' || value instanceof Date || value instanceof ObjectId) return true;
  throw failed(value, 'bool');
}

const conversions: Readonly<Record<string, Conversion>> = {
  bool: toBool,
  date: toDate,
  decimal: toDecimal,
  double: toDouble,
  int: (value) => toInteger(value, 'int'),
  long: (value) => toInteger(value, 'long'),
  objectId: toObjectId,
  string: toText,
};

const orNull = (convert: Conversion): Signature =>
  loose(1, 1, (value) => (value === null || value === undefined ? null : convert(value)));

function convert(input: unknown, to: unknown, onError: unknown, onNull: unknown): unknown {
  if (input === null || input === undefined) return onNull ?? null;
  const conversion = conversions[text(to)];
  if (!conversion) throw notSupported(`$convert to ${to}`);
  try {
    return conversion(input);
  } catch (error) {
    if (error instanceof MongoError && error.code === 241 && onError !== undefined) return onError;
    throw error;
  }
}

export const typeFunctions: Readonly<Record<string, Signature>> = {
  $type: loose(1, 1, typeAlias),
  $isNumber: loose(1, 1, isNumber),
  $convert: { ...byName(['input', 'to'], { onError: '$$REMOVE', onNull: null }, convert), nullThrough: false },
  ...Object.fromEntries(
    Object.entries(conversions).map(([name, conversion]) => [
      `$to${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      orNull(conversion),
    ]),
  ),
};
