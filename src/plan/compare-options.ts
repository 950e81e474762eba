import { z } from 'zod';
import { metricIds } from '../model/metrics.js';
import { parseDurationMs } from './duration.js';
import type { Mistake } from './mistake.js';
import { nearest } from './nearest.js';

/** One of a few words; a mistyped one is answered with the nearest. */
function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: ({ input }) =>
      `"${input}" is not one of ${words.join(', ')}; did you mean ${nearest(String(input), words)}?`,
  });
}

function wholeNumber(least: number, most: number) {
  const problem = {
    error: ({ input }: { input?: unknown }) => `must be a whole number from ${least} to ${most}, is "${input}"`,
  };
  return z
    .string()
    .regex(/^\d+$/, problem)
    .transform(Number)
    .pipe(z.number(problem).min(least, problem).max(most, problem));
}

const duration = z
  .string()
  .transform(parseDurationMs)
  .pipe(z.number({ error: 'must be a duration such as 90s, 3m or 1h30m' }).min(10_000, 'must be at least 10s'));

const assignments = z
  .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*=/, { error: ({ input }) => `"${input}" must read NAME=VALUE` }))
  .default([])
  .transform((pairs) =>
    Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  );

const databaseWords = ['auto', 'embedded', 'mongod', 'download'] as const;
const database = z.string().transform((text, context) => {
  const word = databaseWords.find((known) => known === text);
  if (word) return { kind: word };
  if (/^mongodb(\+srv)?:\/\//.test(text)) return { kind: 'uri' as const, uri: text };
  context.addIssue({
    code: 'custom',
    message: `"${text}" is neither ${databaseWords.join(', ')} nor a mongodb:// address; did you mean ${nearest(text, databaseWords)}?`,
  });
  return z.NEVER;
});

const gateMetrics = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z.array(
      z.enum(metricIds as [(typeof metricIds)[number], ...typeof metricIds], {
        error: ({ input }) => `"${input}" is no metric; did you mean ${nearest(String(input), metricIds)}?`,
      }),
    ),
  );

/** The flags of `compare` as commander hands them over, by their camel-case names. */
const compareFlags = z.object({
  before: z.string().default('before'),
  after: z.string().default('after'),
  arm: z.array(z.string()).default([]),
  beforeEnv: assignments,
  afterEnv: assignments,
  profile: oneOf(['quick', 'standard', 'deep']).default('standard'),
  rounds: wholeNumber(2, 48).optional(),
  budget: duration.optional(),
  seed: wholeNumber(0, 2 ** 32 - 1).optional(),
  rate: wholeNumber(1, 100_000).optional(),
  connections: wholeNumber(1, 10_000).default(10),
  db: database.default({ kind: 'auto' }),
  metrics: gateMetrics.optional(),
  failFast: z.boolean().default(true),
});

export type CompareOptions = z.output<typeof compareFlags>;

/** `beforeEnv` as the user typed it: `--before-env`. */
function flagOf(key: PropertyKey | undefined): string {
  return `--${String(key ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Reads the flags of `compare`; gives either all options or all mistakes. */
export function readCompareOptions(
  flags: Readonly<Record<string, unknown>>,
): { readonly options: CompareOptions } | { readonly mistakes: readonly Mistake[] } {
  const result = compareFlags.safeParse(flags);
  if (result.success) return { options: result.data };
  return { mistakes: result.error.issues.map((issue) => ({ where: flagOf(issue.path[0]), problem: issue.message })) };
}
