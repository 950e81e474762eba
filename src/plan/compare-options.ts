import { z } from 'zod';
import { metricIds } from '../model/metrics.js';
import { assignments, database, duration, flagOf, folder, oneOf, wholeNumber } from './flag-schemas.js';
import type { Mistake } from './mistake.js';
import { nearest } from './nearest.js';

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
  resume: z.string().optional(),
  seed: wholeNumber(0, 2 ** 32 - 1).optional(),
  rate: wholeNumber(1, 100_000).optional(),
  connections: wholeNumber(1, 10_000).default(10),
  db: database.default({ kind: 'auto' }),
  metrics: gateMetrics.optional(),
  failFast: z.boolean().default(true),
  gate: z.boolean().default(false),
  inconclusive: oneOf(['pass', 'fail']).default('fail'),
  format: oneOf(['terminal', 'markdown', 'json']).default('terminal'),
  json: z.boolean().default(false),
  out: folder.optional(),
  calibrations: folder.optional(),
});

export type CompareOptions = z.output<typeof compareFlags>;

/** Reads the flags of `compare`; gives either all options or all mistakes. */
export function readCompareOptions(
  flags: Readonly<Record<string, unknown>>,
): { readonly options: CompareOptions } | { readonly mistakes: readonly Mistake[] } {
  const result = compareFlags.safeParse(flags);
  if (result.success) return { options: result.data };
  return { mistakes: result.error.issues.map((issue) => ({ where: flagOf(issue.path[0]), problem: issue.message })) };
}
