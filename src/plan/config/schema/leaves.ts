import { z } from 'zod';
import { insteadOf, notWanted } from './words.js';

/** The schema of one key: one that may be missing must say so, and no other may. */
type KeySchema<Value> = undefined extends Value
  ? z.ZodOptional<z.ZodType<Exclude<Value, undefined>>>
  : z.ZodType<Value>;

/** A schema for every key of a type: a key of one that the other has not does not compile. */
export type Shape<T> = { readonly [K in keyof T]-?: KeySchema<T[K]> };

/**
 * An object with just the keys of `T`. An unknown key is one issue with all of them; its message has a line for each.
 */
export function keysOf<T>(wanted: string, shape: Shape<T>): z.ZodType<T> {
  const known = Object.keys(shape);
  const error: z.core.$ZodErrorMap = (issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `no such key; ${insteadOf(key, known)}`).join('\n')
      : notWanted(wanted, issue.input);
  // Checked key by key above; zod's own inference does not know readonly.
  return z.strictObject(shape, { error }) as unknown as z.ZodType<T>;
}

/** A text. `why` words what is wrong with one that does not fit, where there is more to say than what is wanted. */
export function text(
  wanted: string,
  pattern = /\S/,
  why: (wrong: string) => string | undefined = () => undefined,
): z.ZodType<string> {
  const error = ({ input }: { readonly input?: unknown }) =>
    (typeof input === 'string' ? why(input) : undefined) ?? notWanted(wanted, input);
  return z.string({ error }).regex(pattern, { error });
}

/** A text for a variable: numbers are what is mostly written there by mistake. */
export const variableValue: z.ZodType<string> = z.string({
  error: ({ input }) =>
    typeof input === 'number' || typeof input === 'boolean'
      ? `must be a text, got ${input}; write "${input}"`
      : notWanted('a text', input),
});

/** A number within bounds, both of which fit. */
export function number(
  wanted: string,
  { least, most, whole = false }: { readonly least: number; readonly most?: number; readonly whole?: boolean },
): z.ZodType<number> {
  const error = ({ input }: { readonly input?: unknown }) => notWanted(wanted, input);
  const bounded = z.number({ error }).min(least, { error });
  const capped = most === undefined ? bounded : bounded.max(most, { error });
  return whole ? capped.int({ error }) : capped;
}

/** A number above 0. */
export function positive(wanted: string): z.ZodType<number> {
  const error = ({ input }: { readonly input?: unknown }) => notWanted(wanted, input);
  return z.number({ error }).positive({ error });
}

export function yesOrNo(wanted = 'true or false'): z.ZodType<boolean> {
  return z.boolean({ error: ({ input }) => notWanted(wanted, input) });
}

/** One of some words. */
export function among<const T extends string>(known: readonly T[]): z.ZodType<T> {
  return z.enum(known, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `"${input}" is not one of ${known.join(', ')}; ${insteadOf(input, known)}`
        : notWanted(`one of ${known.join(', ')}`, input),
  });
}

/** A list with at least one member. */
export function listOf<T>(wanted: string, member: z.ZodType<T>): z.ZodType<readonly T[]> {
  const error = ({ input }: { readonly input?: unknown }) => notWanted(wanted, input);
  return z.array(member, { error }).min(1, { error });
}

/** Values by name. */
export function byName<T>(wanted: string, name: z.ZodType<string>, value: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z.record(name as z.ZodType<string> & z.core.$ZodRecordKey, value, {
    error: ({ code, input }) => (code === 'invalid_key' ? undefined : notWanted(wanted, input)),
  }) as unknown as z.ZodType<Record<string, T>>;
}

/** One of several forms. A value of neither's type is told what is wanted; one that is nearly one, what it lacks. */
export function either<A, B>(wanted: string, one: z.ZodType<A>, other: z.ZodType<B>): z.ZodType<A | B> {
  return z.union([one, other], { error: ({ input }) => notWanted(wanted, input) });
}
