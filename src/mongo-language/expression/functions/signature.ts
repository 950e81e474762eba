import { ObjectId, Timestamp } from 'bson';
import type { Collation } from '../../values/collation.js';
import { MongoError, notSupported } from '../../values/errors.js';
import { isDocument, isNumber, toJsNumber, typeAlias } from '../../values/values.js';

/** An operator that is a function of its evaluated arguments. */
export interface Signature {
  /** The expressions to evaluate. */
  readonly read: (argument: unknown, operator: string) => readonly unknown[];
  /** Is the result null as soon as an argument is null or missing? */
  readonly nullThrough: boolean;
  /** Gives the function; some compare strings, by the collation. */
  readonly bind: (collation: Collation | undefined) => Run;
}

type Read = Signature['read'];
export type Run = (...values: readonly unknown[]) => unknown;

/** Arguments in a list (a single one needs none). */
function listed(least: number, most: number): Read {
  return (argument, operator) => {
    const list = Array.isArray(argument) ? argument : [argument];
    if (list.length >= least && list.length <= most) return list;
    const wanted = least === most ? `exactly ${least}` : `at least ${least}, at most ${most}`;
    throw new MongoError(16020, `Expression ${operator} takes ${wanted} arguments. ${list.length} were passed in.`);
  };
}

/** Arguments by name; an optional one has a default. They are evaluated in the order given here. */
function named(
  needed: readonly string[],
  optional: Readonly<Record<string, unknown>>,
  literal: readonly string[],
): Read {
  return (argument, operator) => {
    const given = isDocument(argument) ? argument : {};
    const missing = needed.find((name) => given[name] === undefined);
    const unknown = Object.keys(given).find((name) => !needed.includes(name) && !(name in optional));
    if (!isDocument(argument) || missing) throw new MongoError(9, `${operator} needs ${needed.join(', ')}`);
    if (unknown) throw notSupported(`the argument ${unknown} of ${operator}`);
    const all = { ...optional, ...given };
    return [...needed, ...Object.keys(optional)].map((name) =>
      literal.includes(name) ? { $literal: all[name] } : all[name],
    );
  };
}

export const strict = (least: number, most: number, run: Run): Signature => ({
  read: listed(least, most),
  nullThrough: true,
  bind: () => run,
});
export const loose = (least: number, most: number, run: Run): Signature => ({
  read: listed(least, most),
  nullThrough: false,
  bind: () => run,
});
/** As `loose`, of a function that compares strings. */
export const comparing = (least: number, most: number, bind: (collation: Collation | undefined) => Run): Signature => ({
  read: listed(least, most),
  nullThrough: false,
  bind,
});
/** `literal` names the arguments that are taken as they are. */
export const byName = (
  needed: readonly string[],
  optional: Readonly<Record<string, unknown>>,
  run: Run,
  literal: readonly string[] = [],
): Signature => ({
  read: named(needed, optional, literal),
  nullThrough: true,
  bind: () => run,
});

/** Throws what mongod's operators throw for an argument of a wrong type. */
function mistyped(value: unknown, wanted: string, code = 14): MongoError {
  return new MongoError(code, `an argument should be ${wanted}, is of type ${typeAlias(value)}`);
}

export function text(value: unknown, code?: number): string {
  if (typeof value === 'string') return value;
  throw mistyped(value, 'a string', code);
}

export function list(value: unknown, code?: number): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw mistyped(value, 'an array', code);
}

export function whole(value: unknown, code?: number): number {
  const number = isNumber(value) ? toJsNumber(value) : Number.NaN;
  if (Number.isInteger(number)) return number;
  throw mistyped(value, 'a whole number', code);
}

/** A moment; an ObjectId and a timestamp hold one, too. */
export function date(value: unknown, code = 16006): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  throw mistyped(value, 'a date', code);
}
