import { z } from 'zod';
import { parseDurationMs } from './duration.js';
import { nearest } from './nearest.js';

/** One of a few words; a mistyped one is answered with the nearest. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: ({ input }) =>
      `"${input}" is not one of ${words.join(', ')}; did you mean ${nearest(String(input), words)}?`,
  });
}

/** A whole number in a range. */
export function wholeNumber(least: number, most: number) {
  const problem = {
    error: ({ input }: { input?: unknown }) => `must be a whole number from ${least} to ${most}, is "${input}"`,
  };
  return z
    .string()
    .regex(/^\d+$/, problem)
    .transform(Number)
    .pipe(z.number(problem).min(least, problem).max(most, problem));
}

/** `90s`, `3m`, `1h30m`: milliseconds. */
export const duration = z
  .string()
  .transform(parseDurationMs)
  .pipe(z.number({ error: 'must be a duration such as 90s, 3m or 1h30m' }).min(10_000, 'must be at least 10s'));

/** NAME=VALUE, again and again. */
export const assignments = z
  .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*=/, { error: ({ input }) => `"${input}" must read NAME=VALUE` }))
  .default([])
  .transform((pairs) =>
    Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  );

/** A path to a folder, which need not exist. */
export const folder = z.string().min(1, 'must be a folder');

const databaseWords = ['auto', 'embedded', 'mongod', 'download'] as const;
/** `auto`, another word, or an address. */
export const database = z.string().transform((text, context) => {
  const word = databaseWords.find((known) => known === text);
  if (word) return { kind: word };
  if (/^mongodb(\+srv)?:\/\//.test(text)) return { kind: 'uri' as const, uri: text };
  context.addIssue({
    code: 'custom',
    message: `"${text}" is neither ${databaseWords.join(', ')} nor a mongodb:// address; did you mean ${nearest(text, databaseWords)}?`,
  });
  return z.NEVER;
});

/** `beforeEnv` as the user typed it: `--before-env`. */
export function flagOf(key: PropertyKey | undefined): string {
  return `--${String(key ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
