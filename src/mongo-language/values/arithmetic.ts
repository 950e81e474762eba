import { Decimal128, Double, Int32, Long } from 'bson';
import { notSupported } from './errors.js';
import { type BsonNumber, isNumber, toJsNumber } from './values.js';

type Operation = 'add' | 'subtract' | 'multiply';

const exact: Readonly<Record<Operation, (x: bigint, y: bigint) => bigint>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
};

const rounded: Readonly<Record<Operation, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
};

/** The narrowest of int and long that holds a whole number, no narrower than `least`; undefined for none. */
export function integer(value: bigint, least: 'int' | 'long'): Int32 | Long | undefined {
  if (least === 'int' && BigInt.asIntN(32, value) === value) return new Int32(Number(value));
  return BigInt.asIntN(64, value) === value ? Long.fromBigInt(value) : undefined;
}

/** A finite decimal as digits × 10^exponent. Throws for Infinity and NaN, whose arithmetic is not offered. */
export function scaled(value: Decimal128): { digits: bigint; exponent: number } {
  const [text, sign = '', whole = '', part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(value.toString()) ?? [];
  if (text === undefined) throw notSupported('arithmetic on a Decimal128 that is not finite');
  return { digits: BigInt(`${sign}${whole}${part}`), exponent: Number(exponent) - part.length };
}

/** Exact decimal arithmetic; a result of more than the 34 digits that a Decimal128 holds is refused rather than rounded. */
function combineDecimals(a: BsonNumber, b: BsonNumber, operation: Operation): Decimal128 {
  if (a instanceof Double || b instanceof Double) throw notSupported('arithmetic between a Decimal128 and a double');
  const [x, y] = [a, b].map((value) =>
    value instanceof Decimal128 ? scaled(value) : { digits: BigInt(value.toString()), exponent: 0 },
  ) as [ReturnType<typeof scaled>, ReturnType<typeof scaled>];
  const exponent = operation === 'multiply' ? x.exponent + y.exponent : Math.min(x.exponent, y.exponent);
  if (Math.abs(x.exponent - y.exponent) > 100 || Math.abs(exponent) > 6000)
    throw notSupported('arithmetic on Decimal128 values so far apart');
  const align = ({ digits, exponent: own }: typeof x) =>
    operation === 'multiply' ? digits : digits * 10n ** BigInt(own - exponent);
  const digits = exact[operation](align(x), align(y));
  if (digits.toString().replace('-', '').length > 34) throw notSupported('a Decimal128 result of more than 34 digits');
  return Decimal128.fromString(`${digits}E${exponent}`);
}

/**
 * Adds, subtracts or multiplies as mongod does: decimal wins over double, double over integers, int grows to long when it
 * overflows. `undefined` where a long overflows: an update refuses that, an expression goes on in doubles.
 */
export function combine(a: BsonNumber, b: BsonNumber, operation: Operation): BsonNumber | undefined {
  if (a instanceof Decimal128 || b instanceof Decimal128) return combineDecimals(a, b, operation);
  if (a instanceof Double || b instanceof Double) return new Double(rounded[operation](toJsNumber(a), toJsNumber(b)));
  const least = a instanceof Int32 && b instanceof Int32 ? 'int' : 'long';
  return integer(exact[operation](BigInt(a.toString()), BigInt(b.toString())), least);
}

/** The same for expressions, where what overflows a long becomes a double. */
export function combineLoosely(a: BsonNumber, b: BsonNumber, operation: Operation): BsonNumber {
  return combine(a, b, operation) ?? new Double(rounded[operation](toJsNumber(a), toJsNumber(b)));
}

/** A sum of doubles that carries its rounding error along (Knuth's two-sum), so that ten times 0.1 is 1, as in mongod. */
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
  return numbers.reduce<BsonNumber>((sum, value) => combineLoosely(sum, value, 'add'), new Int32(0));
}

/** The mean of the numbers among the values, always a double; null for none, as in `$avg`. */
export function averageOf(values: readonly unknown[]): Double | null {
  const numbers = values.filter(isNumber);
  if (numbers.some((value) => value instanceof Decimal128)) throw notSupported('$avg of Decimal128');
  return numbers.length === 0 ? null : new Double(compensatedSum(numbers.map(toJsNumber)) / numbers.length);
}
