import { Decimal128, Double } from 'bson';
import { notSupported } from './errors.js';
import type { BsonNumber } from './values.js';

/** digits × 10^exponent, exactly. */
export interface Scaled {
  readonly digits: bigint;
  readonly exponent: number;
}

/** What a Decimal128 holds. */
const maxDigits = 34;

/** A finite decimal, taken apart. Throws for Infinity and NaN, whose arithmetic is not offered. */
export function scaled(value: Decimal128): Scaled {
  const [text, sign = '', whole = '', part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString()) ?? [];
  if (text === undefined) throw notSupported('arithmetic on a Decimal128 that is not finite');
  return { digits: BigInt(`${sign}${whole}${part}`), exponent: Number(exponent) - part.length };
}

/**
 * How many digits of a double mongod takes over: 15 for most operations, all that fit for sums and rounding
 * (decimal128.cpp).
 */
export type DoubleDigits = 15 | 34;

/** Any number as a decimal. */
export function toDecimal(value: BsonNumber, doubleDigits: DoubleDigits): Decimal128 {
  if (value instanceof Decimal128) return value;
  if (!(value instanceof Double)) return Decimal128.fromString(value.toString());
  return Decimal128.fromString(
    Number.isFinite(value.value) && value.value !== 0 ? value.value.toPrecision(doubleDigits) : String(value.value),
  );
}

const lengthOf = (digits: bigint) => (digits < 0n ? -digits : digits).toString().length;

/** The quotient of two whole numbers, rounded half to even. */
function divideEvenly(numerator: bigint, denominator: bigint): bigint {
  const [quotient, rest] = [numerator / denominator, numerator % denominator];
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const size = denominator < 0n ? -denominator : denominator;
  const away = twice > size || (twice === size && quotient % 2n !== 0n);
  return away ? quotient + (numerator < 0n === denominator < 0n ? 1n : -1n) : quotient;
}

/** A decimal of at most 34 digits, rounded half to even where there are more (IEEE 754-2008). */
export function rounded({ digits, exponent }: Scaled): Decimal128 {
  const excess = lengthOf(digits) - maxDigits;
  if (excess <= 0) return Decimal128.fromString(`${digits}E${exponent}`);
  const shorter = divideEvenly(digits, 10n ** BigInt(excess));
  return rounded({ digits: shorter, exponent: exponent + excess });
}

/** a / b to 34 digits; an exact quotient keeps the exponent that is the difference of both, where it can. */
export function divideDecimals(a: Decimal128, b: Decimal128): Decimal128 {
  const [x, y] = [scaled(a), scaled(b)];
  const ideal = x.exponent - y.exponent;
  const shift = Math.max(0, maxDigits + 1 + lengthOf(y.digits) - lengthOf(x.digits));
  const numerator = x.digits * 10n ** BigInt(shift);
  let exponent = ideal - shift;
  if (numerator % y.digits !== 0n) {
    const whole = numerator / y.digits;
    // One digit more that is not zero keeps a remainder from looking like a tie.
    return rounded({ digits: whole * 10n + (numerator < 0n === y.digits < 0n ? 1n : -1n), exponent: exponent - 1 });
  }
  let digits = numerator / y.digits;
  while (exponent < ideal && digits % 10n === 0n) {
    digits /= 10n;
    exponent++;
  }
  return rounded({ digits, exponent });
}
