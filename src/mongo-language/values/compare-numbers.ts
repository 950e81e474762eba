import { Decimal128, Double, Long } from 'bson';
import { type BsonNumber, toJsNumber } from './values.js';

/** A finite number as numerator / denominator, exactly. */
export function fractionOf(value: BsonNumber): readonly [bigint, bigint] {
  if (value instanceof Decimal128) {
    const [, sign = '', whole = '0', part = '', exponent = '0'] =
      /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString()) ?? [];
    const digits = BigInt(`${sign}${whole}${part}`);
    const power = Number(exponent) - part.length;
    return power >= 0 ? [digits * 10n ** BigInt(power), 1n] : [digits, 10n ** BigInt(-power)];
  }
  if (!(value instanceof Double)) return [BigInt(value.toString()), 1n];
  let denominator = 1n;
  let scaled = value.value;
  // Each doubling is exact, and a double has at most 1,074 binary places.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

/** Numbers by their exact values, whatever their types; NaN comes first. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
  const [x, y] = [toJsNumber(a), toJsNumber(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
  if (x !== y) return x < y ? -1 : 1;
  if (!Number.isFinite(x) || (isExact(a, x) && isExact(b, x))) return 0;
  const [[an, ad], [bn, bd]] = [fractionOf(a), fractionOf(b)];
  const difference = an * bd - bn * ad;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** Is the JavaScript number all there is to this BSON number? */
export function isExact(value: BsonNumber, asJs: number): boolean {
  if (value instanceof Decimal128) return false;
  return !(value instanceof Long) || Number.isSafeInteger(asJs);
}
