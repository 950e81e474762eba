import { z } from 'zod';
import { type MetricId, metricIds } from '../../model/metrics.js';
import { assignments, database, duration, flagOf, folder, oneOf, wholeNumber } from './flag-schemas.js';
import type { Mistake } from './mistake.js';
import { nearest } from './nearest.js';

function metricNamed(text: string): MetricId | undefined {
  return metricIds.find((id) => id === text);
}

function noMetric(text: string): string {
  return `"${text}" is not a metric; did you mean ${nearest(text, metricIds)}?`;
}

const gateMetrics = z.string().transform((text, context) =>
  text.split(',').flatMap((part) => {
    const metric = metricNamed(part.trim());
    if (!metric) context.addIssue({ code: 'custom', message: noMetric(part.trim()) });
    return metric ?? [];
  }),
);

/** METRIC=PERCENT, again and again: the smallest regression to catch. */
const limits = z
  .array(z.string())
  .default([])
  .transform((pairs, context) => {
    const limits: Partial<Record<MetricId, number>> = {};
    for (const pair of pairs) {
      const [name = '', share = ''] = pair.split('=');
      const metric = metricNamed(name);
      const percent = /^(\d+(?:\.\d+)?)%?$/.exec(share)?.[1];
      if (!metric) context.addIssue({ code: 'custom', message: noMetric(name) });
      else if (percent === undefined || Number(percent) <= 0 || Number(percent) > 1000)
        context.addIssue({ code: 'custom', message: `must read METRIC=PERCENT, as in ${metric}=5%, got "${pair}"` });
      else limits[metric] = Number(percent) / 100;
    }
    return limits;
  });

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
  limit: limits,
  inconclusive: oneOf(['pass', 'fail']).default('pass'),
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
