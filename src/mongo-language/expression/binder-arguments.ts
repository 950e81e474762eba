import type { Document } from 'bson';
import { MongoError } from '../values/errors.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../values/values.js';

// What the operators that bind variables make of their arguments, with the codes that mongod has for each.

/** mongod's codes for an argument that is no object, has a part that there is not, or lacks one. */
interface PartCodes {
  readonly object: number;
  readonly unknown: number;
  readonly missing: Readonly<Record<string, number>>;
}

/** An argument of named parts, of which those with a code for their absence must be there. */
export function parts(
  operator: string,
  argument: unknown,
  codes: PartCodes,
  optional: readonly string[] = [],
): Document {
  if (!isDocument(argument))
    throw new MongoError(
      codes.object,
      `${operator} only supports an object as its argument, found ${typeAlias(argument)}`,
    );
  const unknown = Object.keys(argument).find((name) => !(name in codes.missing) && !optional.includes(name));
  if (unknown !== undefined) throw new MongoError(codes.unknown, `Unrecognized parameter to ${operator}: ${unknown}`);
  for (const [name, code] of Object.entries(codes.missing))
    if (argument[name] === undefined) throw new MongoError(code, `Missing '${name}' parameter to ${operator}`);
  return argument;
}

/** `$filter`'s limit; null for none. */
export function readLimit(limit: unknown): number {
  if (limit === null || limit === undefined) return Number.POSITIVE_INFINITY;
  const most = isNumber(limit) ? toJsNumber(limit) : Number.NaN;
  if (!Number.isInteger(most) || Math.abs(most) >= 2 ** 31)
    throw new MongoError(327392, `$filter: limit must be represented as a 32-bit integral value: ${limit}`);
  if (most <= 0) throw new MongoError(327391, `$filter: limit must be greater than 0. limit: ${most}`);
  return most;
}

export const codes = {
  // biome-ignore lint/suspicious/noThenProperty: the name of the field in MongoDB's language
  $cond: { object: 17079, unknown: 17083, missing: { if: 17080, then: 17081, else: 17082 } },
  $switch: { object: 40060, unknown: 40067, missing: { branches: 40068 } },
  // biome-ignore lint/suspicious/noThenProperty: the name of the field in MongoDB's language
  branch: { object: 40062, unknown: 40063, missing: { case: 40064, then: 40065 } },
  $let: { object: 16874, unknown: 16875, missing: { vars: 16876, in: 16877 } },
  $map: { object: 16878, unknown: 16879, missing: { input: 16880, in: 16882 } },
  $filter: { object: 28646, unknown: 28647, missing: { input: 28648, cond: 28650 } },
  $reduce: { object: 40075, unknown: 40076, missing: { input: 40077, initialValue: 40078, in: 40079 } },
} satisfies Readonly<Record<string, PartCodes>>;
