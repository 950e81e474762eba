import { Decimal128, Double, Int32, Long } from 'bson';
import { combineLoosely, integer } from '../../values/arithmetic.js';
import { divideDecimals, scaled, toDecimal } from '../../values/decimal.js';
import { MongoError, notSupported } from '../../values/errors.js';
import { type BsonNumber, isNumber, toJsNumber, typeAlias } from '../../values/values.js';
import { loose, type Signature, strict, whole } from './signature.js';

function number(value: unknown): BsonNumber {
  if (!isNumber(value)) throw new MongoError(14, `only numbers can be computed with, not ${typeAlias(value)}`);
  return value;
}

/** The functions below are not offered for decimals: their results would need decimal rounding. */
function real(value: unknown): number {
  if (value instanceof Decimal128) throw notSupported('this arithmetic on Decimal128');
  return toJsNumber(number(value));
}

/** A whole result in the argument's own type. */
function likewise(value: unknown, result: number): BsonNumber {
  if (value instanceof Double) return new Double(result);
  return value instanceof Long ? Long.fromNumber(result) : new Int32(result);
}

/** A date and a number of milliseconds make a date. */
function add(...values: readonly unknown[]): unknown {
  const dates = values.filter((value) => value instanceof Date);
  if (dates.length > 1) throw new MongoError(16612, 'only one date allowed in an $add expression');
  const [only] = dates;
  const sum = values
    .filter((value) => value !== only || only === undefined)
    .map(number)
    .reduce((total, value) => combineLoosely(total, value, 'add', 34), new Int32(0) as BsonNumber);
  return only ? new Date(only.getTime() + Math.round(toJsNumber(sum))) : sum;
}

function subtract(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date) return new Date(a.getTime() - Math.round(toJsNumber(number(b))));
  return combineLoosely(number(a), number(b), 'subtract');
}

function modulo(a: unknown, b: unknown): BsonNumber {
  const [x, y] = [real(a), real(b)];
  if (y === 0) throw new MongoError(16610, "can't $mod by zero");
  if (a instanceof Double || b instanceof Double) return new Double(x % y);
  const least = a instanceof Int32 && b instanceof Int32 ? 'int' : 'long';
  return integer(BigInt(String(a)) % BigInt(String(b)), least) ?? new Double(x % y);
}

/**
 * `$round` (half to even) and `$trunc` at a decimal place, on the exact decimal value of the number to 34 digits, as
 * mongod does it: 0.15 is a little less than it looks, and rounds to 0.1.
 */
function atPlace(value: unknown, place: unknown, keep: (half: number, isOdd: boolean) => boolean): unknown {
  if (value === null || value === undefined || place === null) return null;
  const places = whole(place ?? new Int32(0));
  if (places < -20 || places > 100)
    throw new MongoError(51083, `cannot apply $round or $trunc with precision value ${places}`);
  const given = number(value);
  const isInteger = given instanceof Int32 || given instanceof Long;
  if ((isInteger && places >= 0) || !Number.isFinite(toJsNumber(given))) return value;
  const asDecimal = given instanceof Double ? given.value.toPrecision(34) : given.toString();
  const { digits, exponent } = scaled(Decimal128.fromString(asDecimal));
  const shift = BigInt(Math.abs(exponent + places));
  const unit = 10n ** shift;
  if (exponent + places >= 0) return given instanceof Decimal128 ? decimal(digits * unit, places) : value;
  const [towardsZero, rest] = [digits / unit, digits % unit];
  const size = rest < 0n ? -rest * 2n : rest * 2n;
  const away = keep(size < unit ? -1 : size > unit ? 1 : 0, towardsZero % 2n !== 0n);
  const result = towardsZero + (away ? (digits < 0n ? -1n : 1n) : 0n);
  if (given instanceof Decimal128) return decimal(result, places);
  if (isInteger) return integer(result * 10n ** BigInt(-places), given instanceof Int32 ? 'int' : 'long');
  return new Double(Math.abs(Number(`${result}e${-places}`)) * (given.value < 0 ? -1 : 1));
}

function decimal(digits: bigint, places: number): Decimal128 {
  if (digits.toString().length > 34) throw notSupported('a Decimal128 of more than 34 digits');
  return Decimal128.fromString(`${digits}E${-places}`);
}

function integerOnly(value: unknown): unknown {
  real(value);
  return value;
}

const toDouble = (compute: (value: number) => number): Signature =>
  strict(1, 1, (value) => new Double(compute(real(value))));
const toWhole = (compute: (value: number) => number): Signature =>
  strict(1, 1, (value) => (value instanceof Double ? new Double(compute(value.value)) : integerOnly(value)));

function power(base: unknown, exponent: unknown): BsonNumber {
  const [x, y] = [real(base), real(exponent)];
  if (x === 0 && y < 0) throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  if (base instanceof Double || exponent instanceof Double || y < 0) return new Double(x ** y);
  const least = base instanceof Int32 && exponent instanceof Int32 ? 'int' : 'long';
  return (
    (y <= 64 || Math.abs(x) <= 1 ? integer(BigInt(String(base)) ** BigInt(y), least) : undefined) ?? new Double(x ** y)
  );
}

export const numberFunctions: Readonly<Record<string, Signature>> = {
  $add: strict(0, Number.POSITIVE_INFINITY, add),
  $multiply: strict(0, Number.POSITIVE_INFINITY, (...values) =>
    values
      .map(number)
      .reduce((product, value) => combineLoosely(product, value, 'multiply'), new Int32(1) as BsonNumber),
  ),
  $subtract: strict(2, 2, subtract),
  $divide: strict(2, 2, (a, b) => {
    const [over, under] = [number(a), number(b)];
    if (toJsNumber(under) === 0) throw new MongoError(2, "can't $divide by zero");
    if (over instanceof Decimal128 || under instanceof Decimal128)
      return divideDecimals(toDecimal(over, 15), toDecimal(under, 15));
    return new Double(toJsNumber(over) / toJsNumber(under));
  }),
  $mod: strict(2, 2, modulo),
  $abs: strict(1, 1, (value) => {
    const absolute = Math.abs(real(value));
    if (value instanceof Int32 && absolute === 2 ** 31) return Long.fromNumber(absolute);
    if (!Number.isSafeInteger(absolute) && value instanceof Long) throw notSupported('$abs of so large a long');
    return likewise(value, absolute);
  }),
  $ceil: toWhole(Math.ceil),
  $floor: toWhole(Math.floor),
  $round: loose(1, 2, (value, place) => atPlace(value, place, (half, isOdd) => half > 0 || (half === 0 && isOdd))),
  $trunc: loose(1, 2, (value, place) => atPlace(value, place, () => false)),
  $sqrt: toDouble((value) => {
    if (value < 0) throw new MongoError(28714, "$sqrt's argument must be greater than or equal to 0");
    return Math.sqrt(value);
  }),
  $pow: strict(2, 2, power),
  $rand: loose(0, 1, () => new Double(Math.random())),
};
