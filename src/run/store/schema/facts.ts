import { z } from 'zod';

/** The schema of one key: one that may be missing must say so, and no other may. */
type KeySchema<Value> = undefined extends Value
  ? z.ZodOptional<z.ZodType<Exclude<Value, undefined>>>
  : z.ZodType<Value>;

/** A schema for every key of a type: a key of one that the other has not does not compile. */
type Shape<T> = { readonly [K in keyof T]-?: KeySchema<T[K]> };

/** An object with just the keys of `T`: any other is refused, because a newer lotus-bench may mean something by it. */
export function facts<T>(shape: Shape<T>): z.ZodType<T> {
  // Checked key by key above; zod's own inference does not know readonly.
  return z.strictObject(shape) as unknown as z.ZodType<T>;
}

/** One of some words: a word of the type that is missing here does not compile. */
export function among<T extends string>(words: Readonly<Record<T, true>>): z.ZodType<T> {
  return z.enum(Object.keys(words)) as unknown as z.ZodType<T>;
}

/** The members of a union that are of a kind. */
export type KindIn<T, Kind extends string> = Extract<T, { readonly kind: Kind }>;

type KindOf<T, Key extends keyof T> = T[Key] & string;

/** One member of a union, by the key that tells them apart: a member that is missing here does not compile. */
export function oneKindOf<T, Key extends keyof T>(
  key: Key,
  kinds: { readonly [Kind in KindOf<T, Key>]: z.ZodType<Extract<T, Readonly<Record<Key, Kind>>>> },
): z.ZodType<T> {
  const members = Object.values(kinds) as unknown as [z.core.$ZodTypeDiscriminable];
  return z.discriminatedUnion(key as string, members) as unknown as z.ZodType<T>;
}

export const texts = z.array(z.string());
export const numbers = z.array(z.number());
export const textByName = z.record(z.string(), z.string());
export const numberByName = z.record(z.string(), z.number());
