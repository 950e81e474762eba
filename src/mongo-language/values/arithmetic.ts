import { Decimal128, Double, Int32, Long } from 'bson';
import { type DoubleDigits, divideDecimals, rounded, scaled, toDecimal } from './decimal.js';
import { notSupported } from './errors.js';
import { type BsonNumber, isNumber, toJsNumber } from './values.js';

type Operation = 'add' | 'subtract' | 'multiply';

const exact: Readonly<Record<Operation, (x: bigint, y: bigint) => bigint>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
};

const inDoubles: Readonly<Record<Operation, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
};

/** The narrowest of int and long that holds a whole number, no narrower than `least`; undefined for none. */
export function integer(value: bigint, least: 'int' | 'long'): Int32 | Long | undefined {
  if (least === 'int' && BigInt.asIntN(32, value) === value) return new Int32(Number(value));
  return BigInt.asIntN(64, value) === value ? Long.fromBigInt(value) : undefined;
}

/** Decimal arithmetic, rounded to 34 digits. */
function combineDecimals(a: BsonNumber, b: BsonNumber, operation: Operation, doubleDigits: DoubleDigits): Decimal128 {
  const [x, y] = [scaled(toDecimal(a, doubleDigits)), scaled(toDecimal(b, doubleDigits))];
  if (operation === 'multiply') return rounded({ digits: x.digits * y.digits, exponent: x.exponent + y.exponent });
  const exponent = Math.min(x.exponent, y.exponent);
  if (Math.abs(x.exponent - y.exponent) > 100) throw notSupported('arithmetic on Decimal128 values so far apart');
  const align = ({ digits, exponent: own }: typeof x) => digits * 10n ** BigInt(own - exponent);
  return rounded({ digits: exact[operation](align(x), align(y)), exponent });
}

/**
 * Adds, subtracts or multiplies as mongod does: decimal wins over double, double over integers, int grows to long when
 * it overflows. `undefined` where a long overflows: an update refuses that, an expression goes on in doubles.
 */
export function combine(
  a: BsonNumber,
  b: BsonNumber,
  operation: Operation,
  doubleDigits: DoubleDigits = 15,
): BsonNumber | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) return combineDecimals(a, b, operation, doubleDigits);
  if (a instanceof Double || b instanceof Double) return new Double(inDoubles[operation](toJsNumber(a), toJsNumber(b)));
  const least = a instanceof Int32 && b instanceof Int32 ? 'int' : 'long';
  return integer(exact[operation](BigInt(a.toString()), BigInt(b.toString())), least);
}

/** The same for expressions, where what overflows a long becomes a double. */
export function combineLoosely(
  a: BsonNumber,
  b: BsonNumber,
  operation: Operation,
  doubleDigits: DoubleDigits = 15,
): BsonNumber {
  return combine(a, b, operation, doubleDigits) ?? new Double(inDoubles[operation](toJsNumber(a), toJsNumber(b)));
}

/**
 * A sum of doubles that carries its rounding error along (Knuth's two-sum), so that ten times 0.1 is 1, as in mongod.
 */
function compensatedSum(values: readonly number[]): number {
  let sum = 0;
  let error = 0;
  for (const value of values) {
    const next = sum + value;
    const back = next - sum;
    error += sum - (next - back) + (value - back);
    sum = next;
  }
  return Number.isFinite(sum) ? sum + error : sum;
}

/** The sum of the numbers among the values; others count as nothing, as in `$sum`. */
export function sumOf(values: readonly unknown[]): BsonNumber {
  const numbers = values.filter(isNumber);
  if (numbers.some((value) => value instanceof Double) && !numbers.some((value) => value instanceof Decimal128))
    return new Double(compensatedSum(numbers.map(toJsNumber)));
  return numbers.reduce<BsonNumber>((sum, value) => combineLoosely(sum, value, 'add', 34), new Int32(0));
}

/**
 * The mean of the numbers among the values, a decimal where there is one among them, else a double; null for none, as
 * in `$avg`.
 */
export function averageOf(values: readonly unknown[]): Double | Decimal128 | null {
  const numbers = values.filter(isNumber);
  if (numbers.length === 0) return null;
  if (numbers.some((value) => value instanceof Decimal128))
    return divideDecimals(toDecimal(sumOf(numbers), 34), Decimal128.fromString(String(numbers.length)));
  return new Double(compensatedSum(numbers.map(toJsNumber)) / numbers.length);
}

/** The standard deviation of the numbers among the values, by Welford's algorithm; null for too few. */
export function deviationOf(values: readonly unknown[], kind: 'population' | 'sample'): Double | null {
  let [count, mean, squares] = [0, 0, 0];
  for (const value of values) {
    if (!isNumber(value)) continue;
    const number = toJsNumber(value);
    const delta = number - mean;
    count++;
    mean += delta / count;
    squares += delta * (number - mean);
  }
  const divisor = kind === 'population' ? count : count - 1;
  return divisor <= 0 ? null : new Double(Math.sqrt(squares / divisor));
}
