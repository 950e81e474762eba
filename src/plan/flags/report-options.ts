import { z } from 'zod';
import { flagOf, oneOf } from './flag-schemas.js';
import type { Mistake } from './mistake.js';

/** The flags of `report` as commander hands them over, by their camel-case names. */
const reportFlags = z.object({
  format: oneOf(['terminal', 'markdown', 'json']).default('terminal'),
  json: z.boolean().default(false),
  out: z.string().min(1, 'must be a file').optional(),
  gate: z.boolean().default(false),
  inconclusive: oneOf(['pass', 'fail']).default('pass'),
});

export type ReportOptions = z.output<typeof reportFlags>;

/** Reads the flags of `report`; gives either all options or all mistakes. */
export function readReportOptions(
  flags: Readonly<Record<string, unknown>>,
): { readonly options: ReportOptions } | { readonly mistakes: readonly Mistake[] } {
  const result = reportFlags.safeParse(flags);
  if (result.success) return { options: result.data };
  return { mistakes: result.error.issues.map((issue) => ({ where: flagOf(issue.path[0]), problem: issue.message })) };
}
