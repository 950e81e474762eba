import { Binary, BSONRegExp, type Document, Long } from 'bson';
import { MongoError } from '../values/errors.js';
import { compareValues, rankOf } from '../values/order.js';
import { regexTest } from '../values/regex.js';
import { isNumber, toJsNumber, typeAlias, typeNumbers } from '../values/values.js';

/** A test of one value; a missing one is `undefined`. */
export type Leaf = (value: unknown) => boolean;

interface LeafOperator {
  readonly test: Leaf;
  /** Does the operator also look at the members of an array? */
  readonly entersArrays: boolean;
}

const isNaNumber = (value: unknown) => isNumber(value) && Number.isNaN(toJsNumber(value));

/** `$lt` and its kin: only values of the same type rank, and NaN only with NaN. */
function inequality(accept: (order: number) => boolean): (argument: unknown) => LeafOperator {
  return (argument) => {
    const rank = rankOf(argument);
    const acceptsEqual = accept(0);
    return {
      entersArrays: true,
      test: (value) => {
        if (rankOf(value) !== rank) return false;
        if (isNaNumber(value) || isNaNumber(argument)) return acceptsEqual && isNaNumber(value) && isNaNumber(argument);
        return accept(compareValues(value, argument));
      },
    };
  };
}

function wholeNumber(operator: string, value: unknown): number {
  if (!isNumber(value) || !Number.isInteger(toJsNumber(value)))
    throw new MongoError(2, `${operator} needs a whole number`);
  return toJsNumber(value);
}

/** A number without its places, exactly; undefined for what is none. */
function truncated(value: unknown): bigint | undefined {
  if (value instanceof Long && isNumber(value)) return value.toBigInt();
  const number = isNumber(value) ? Math.trunc(toJsNumber(value)) : Number.NaN;
  return Number.isFinite(number) ? BigInt(number) : undefined;
}

function typeNames(argument: unknown): ReadonlySet<string> {
  const wanted = Array.isArray(argument) ? argument : [argument];
  const names = wanted.flatMap((type) => {
    const name = isNumber(type) ? typeNumbers[toJsNumber(type)] : String(type);
    if (name === 'number') return ['int', 'long', 'double', 'decimal'];
    if (name === undefined || !Object.values(typeNumbers).includes(name))
      throw new MongoError(2, `Unknown type name alias: ${type}`);
    return [name];
  });
  return new Set(names);
}

/** The operators that look at one value at a time. */
export const leafOperators: Readonly<Record<string, (argument: unknown, siblings: Document) => LeafOperator>> = {
  $gt: inequality((order) => order > 0),
  $gte: inequality((order) => order >= 0),
  $lt: inequality((order) => order < 0),
  $lte: inequality((order) => order <= 0),
  $type: (argument) => {
    const names = typeNames(argument);
    return { entersArrays: true, test: (value) => names.has(typeAlias(value)) };
  },
  $size: (argument) => {
    const size = wholeNumber('$size', argument);
    if (size < 0) throw new MongoError(2, '$size may not be negative');
    return { entersArrays: false, test: (value) => Array.isArray(value) && value.length === size };
  },
  $mod: (argument) => {
    if (!Array.isArray(argument) || argument.length !== 2)
      throw new MongoError(2, 'malformed mod, needs to be an array of two numbers');
    const [divisor, remainder] = argument.map(truncated);
    if (!divisor || remainder === undefined)
      throw new MongoError(2, 'malformed mod: divisor must be a number and not 0');
    const test = (value: unknown) => {
      const whole = truncated(value);
      return whole !== undefined && whole % divisor === remainder;
    };
    return { entersArrays: true, test };
  },
  $regex: (argument, siblings) => {
    if (argument instanceof Binary || (typeof argument !== 'string' && !(argument instanceof BSONRegExp))) {
      throw new MongoError(2, '$regex has to be a string');
    }
    const pattern = typeof argument === 'string' ? argument : argument.pattern;
    const own = typeof argument === 'string' ? '' : argument.options;
    const options = siblings.$options ?? own;
    if (typeof options !== 'string') throw new MongoError(2, '$options has to be a string');
    return { entersArrays: true, test: regexTest(pattern, options) };
  },
};
