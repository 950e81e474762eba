import { Binary, BSONRegExp, type Document, Long } from 'bson';
import type { Collation } from '../values/collation.js';
import { MongoError } from '../values/errors.js';
import { compareValues, rankOf } from '../values/order.js';
import { regexTest } from '../values/regex.js';
import { isNumber, toJsNumber, typeAlias, typeNumbers } from '../values/values.js';
import { bitOperators } from './bits.js';

/** A test of one value; a missing one is `undefined`. */
export type Leaf = (value: unknown) => boolean;

interface LeafOperator {
  readonly test: Leaf;
  /** Do the members of an array count, too? */
  readonly entersLast: boolean;
}

type ReadLeaf = (argument: unknown, siblings: Document, collation: Collation | undefined) => LeafOperator;

const isNaNumber = (value: unknown) => isNumber(value) && Number.isNaN(toJsNumber(value));

/** `$lt` and its kin: only values of the same type rank, and NaN only with NaN. */
function inequality(accept: (order: number) => boolean): ReadLeaf {
  return (argument, _siblings, collation) => {
    if (argument instanceof BSONRegExp) throw new MongoError(2, "Can't have RegEx as arg to predicate over a field.");
    const rank = rankOf(argument);
    const acceptsEqual = accept(0);
    return {
      entersLast: true,
      test: (value) => {
        if (rankOf(value) !== rank) return false;
        if (isNaNumber(value) || isNaNumber(argument)) return acceptsEqual && isNaNumber(value) && isNaNumber(argument);
        return accept(compareValues(value, argument, collation));
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

/** The types that `$type` names, by alias or by number. */
function typeNames(argument: unknown): ReadonlySet<string> {
  const wanted = Array.isArray(argument) ? argument : [argument];
  if (wanted.length === 0) throw new MongoError(9, 'must match at least one type');
  return new Set(
    wanted.flatMap((type) => {
      if (!isNumber(type) && typeof type !== 'string')
        throw new MongoError(14, 'type must be represented as a number or a string');
      const name = typeof type === 'string' ? type : typeNumbers[toJsNumber(type)];
      if (name === 'number') return ['int', 'long', 'double', 'decimal'];
      if (name !== undefined && Object.values(typeNumbers).includes(name)) return [name];
      throw new MongoError(
        2,
        isNumber(type) ? `Invalid numerical type code: ${type}` : `Unknown type name alias: ${type}`,
      );
    }),
  );
}

/** The operators that look at one value at a time. */
export const leafOperators: Readonly<Record<string, ReadLeaf>> = {
  ...bitOperators,
  $gt: inequality((order) => order > 0),
  $gte: inequality((order) => order >= 0),
  $lt: inequality((order) => order < 0),
  $lte: inequality((order) => order <= 0),
  $type: (argument) => {
    const names = typeNames(argument);
    return { entersLast: true, test: (value) => names.has(typeAlias(value)) };
  },
  $size: (argument) => {
    const size = wholeNumber('$size', argument);
    if (size < 0) throw new MongoError(2, '$size may not be negative');
    return { entersLast: false, test: (value) => Array.isArray(value) && value.length === size };
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
    return { entersLast: true, test };
  },
  $regex: (argument, siblings) => {
    if (argument instanceof Binary || (typeof argument !== 'string' && !(argument instanceof BSONRegExp))) {
      throw new MongoError(2, '$regex has to be a string');
    }
    const pattern = typeof argument === 'string' ? argument : argument.pattern;
    const own = typeof argument === 'string' ? '' : argument.options;
    const options = siblings.$options ?? own;
    if (typeof options !== 'string') throw new MongoError(2, '$options has to be a string');
    return { entersLast: true, test: regexTest(pattern, options) };
  },
};
