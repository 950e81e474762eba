import type { Document } from 'bson';
import type { Collation } from '../../values/collation.js';
import { MongoError } from '../../values/errors.js';
import { compareValues } from '../../values/order.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../../values/values.js';
import type { Signature } from './signature.js';

/** Reads `{n: …, input: …}`, the argument of `$firstN` and its kin. */
export function readN(operator: string, argument: unknown): { n: unknown; input: unknown } {
  if (!isDocument(argument))
    throw new MongoError(5787801, `specification must be an object; found ${operator}: ${argument}`);
  const unknown = Object.keys(argument).find((name) => name !== 'n' && name !== 'input');
  if (unknown !== undefined) throw new MongoError(5787901, `Unknown argument for 'n' operator: ${unknown}`);
  const { n, input } = argument as Document;
  if (n === undefined) throw new MongoError(5787906, "Missing value for 'n'");
  if (input === undefined) throw new MongoError(5787907, "Missing value for 'input'");
  return { n, input };
}

/** How many are wanted: a whole number above zero. */
export function countOf(n: unknown): number {
  if (!isNumber(n)) throw new MongoError(5787902, `Value for 'n' must be of integral type, but found ${typeAlias(n)}`);
  const count = toJsNumber(n);
  if (!Number.isInteger(count)) throw new MongoError(5787903, `Value for 'n' must be of integral type, but found ${n}`);
  if (count <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${count}`);
  return count;
}

/** The least, or the greatest, of the values that are there, in that order. */
export function extremeN(
  values: readonly unknown[],
  count: number,
  sign: 1 | -1,
  collation: Collation | undefined,
): unknown[] {
  return values
    .filter((value) => value !== null && value !== undefined)
    .sort((a, b) => compareValues(a, b, collation) * sign)
    .slice(0, count);
}

const ofArray = (
  pick: (members: readonly unknown[], count: number, collation: Collation | undefined) => unknown,
): Signature => ({
  read: (argument, operator) => {
    const { n, input } = readN(operator, argument);
    return [n, input];
  },
  nullThrough: false,
  bind: (collation) => (n, input) => {
    const count = countOf(n);
    if (!Array.isArray(input)) throw new MongoError(5788200, 'Input must be an array');
    return pick(input, count, collation);
  },
});

export const firstNFunctions: Readonly<Record<string, Signature>> = {
  $firstN: ofArray((members, count) => members.slice(0, count)),
  $lastN: ofArray((members, count) => members.slice(-count)),
  $minN: ofArray((members, count, collation) => extremeN(members, count, 1, collation)),
  $maxN: ofArray((members, count, collation) => extremeN(members, count, -1, collation)),
};
