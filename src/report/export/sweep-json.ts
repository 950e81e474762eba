import type { SweepFindings, SweepRecord } from '../../model/sweep.js';

/** Every value of a sweep with what was found there, as JSON. What is not known is null. */
export function sweepJson(record: SweepRecord, { points, threshold, failed }: SweepFindings): string {
  const { runId, toolVersion, host, database, end, elapsedMs, plan } = record;
  const { profile, seed, swept, metric, find } = plan;
  const run = { runId, toolVersion, profile, seed, end, elapsedMs, host, database: database ?? null };
  const what = { swept, metric, find: find ?? null, arms: plan.arms.map(({ name }) => name) };
  const found = { points, threshold: threshold ?? null, failed: failed ?? null };
  return `${JSON.stringify({ ...run, ...what, ...found }, null, 2)}\n`;
}
