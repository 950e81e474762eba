import { Binary, Double, Int32, Long } from 'bson';
import { MongoError } from '../values/errors.js';
import { isNumber, toJsNumber } from '../values/values.js';

type Test = (value: unknown) => boolean;

/**
 * The bits that are set in a value, as one number; undefined for what has none: fractions, what exceeds 64 bits, and
 * other types.
 */
function bitsOf(value: unknown): bigint | undefined {
  if (value instanceof Binary)
    return Buffer.from(value.value()).reduceRight((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
  if (value instanceof Int32 || (value instanceof Long && isNumber(value))) return BigInt(value.toString());
  if (!(value instanceof Double) || !Number.isInteger(value.value) || Math.abs(value.value) >= 2 ** 63)
    return undefined;
  return BigInt(value.value);
}

/** A mask: a number that is not negative, a binary, or a list of places. */
function maskOf(operator: string, argument: unknown): bigint {
  if (Array.isArray(argument)) {
    return argument.reduce<bigint>((mask, place) => {
      const bit = isNumber(place) ? toJsNumber(place) : Number.NaN;
      if (!Number.isInteger(bit) || bit < 0)
        throw new MongoError(2, `Failed to parse bit position. Expected a non-negative integer in: ${operator}`);
      // Bits beyond the 64th are those of the sign.
      return mask | (1n << BigInt(bit));
    }, 0n);
  }
  if (argument instanceof Binary) return bitsOf(argument) ?? 0n;
  const mask = isNumber(argument) ? bitsOf(argument) : undefined;
  if (mask !== undefined && mask >= 0n) return mask;
  throw new MongoError(
    isNumber(argument) ? 9 : 2,
    `${operator} takes an Array, a number, or a BinData but received: ${argument}`,
  );
}

const over =
  (operator: string, judge: (bits: bigint, mask: bigint) => boolean) =>
  (argument: unknown): { test: Test; entersLast: true } => {
    const mask = maskOf(operator, argument);
    return {
      entersLast: true,
      test: (value) => {
        const bits = bitsOf(value);
        return bits !== undefined && judge(bits, mask);
      },
    };
  };

/** `$bitsAllSet` and its kin. */
export const bitOperators = {
  $bitsAllSet: over('$bitsAllSet', (bits, mask) => (bits & mask) === mask),
  $bitsAllClear: over('$bitsAllClear', (bits, mask) => (bits & mask) === 0n),
  $bitsAnySet: over('$bitsAnySet', (bits, mask) => (bits & mask) !== 0n),
  $bitsAnyClear: over('$bitsAnyClear', (bits, mask) => (bits & mask) !== mask),
};
