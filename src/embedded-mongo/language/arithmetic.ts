import { Decimal128, Double, Int32, Long } from 'bson';
import { MongoError, notSupported } from '../errors.js';
import { type BsonNumber, isNumber, toJsNumber } from './values.js';

const int32 = { least: -(2n ** 31n), most: 2n ** 31n - 1n };
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/**
 * Adds or multiplies as mongod does: doubles win over integers, int grows to long when it overflows, and a long that
 * overflows is an error in an update. Decimals are refused rather than rounded wrongly.
 */
export function combine(a: BsonNumber, b: BsonNumber, operation: 'add' | 'multiply'): BsonNumber {
  if (a instanceof Decimal128 || b instanceof Decimal128) throw notSupported('arithmetic on Decimal128');
  if (a instanceof Double || b instanceof Double) {
    const [x, y] = [toJsNumber(a), toJsNumber(b)];
    return new Double(operation === 'add' ? x + y : x * y);
  }
  const [x, y] = [BigInt(a.toString()), BigInt(b.toString())];
  const result = operation === 'add' ? x + y : x * y;
  if (a instanceof Int32 && b instanceof Int32 && result >= int32.least && result <= int32.most)
    return new Int32(Number(result));
  if (result < int64.least || result > int64.most) throw new MongoError(2, 'the result does not fit a 64-bit integer');
  return Long.fromBigInt(result);
}

/** The sum of the numbers among the values; others count as nothing, as in `$sum`. */
export function sumOf(values: readonly unknown[]): BsonNumber {
  return values.filter(isNumber).reduce<BsonNumber>((sum, value) => combine(sum, value, 'add'), new Int32(0));
}

/** The mean of the numbers among the values, always a double; null for none, as in `$avg`. */
export function averageOf(values: readonly unknown[]): Double | null {
  const numbers = values.filter(isNumber);
  if (numbers.length === 0) return null;
  return new Double(toJsNumber(sumOf(numbers)) / numbers.length);
}
