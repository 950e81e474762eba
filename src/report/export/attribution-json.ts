import type { Attribution, AttributionRecord } from '../../model/attribution.js';

/** Every part of every metric with its interval, as JSON. What is not known is null. */
export function attributionJson(record: AttributionRecord, found: readonly Attribution[]): string {
  const { runId, toolVersion, host, database, end, elapsedMs, plan } = record;
  const { profile, seed, factors, repetitions, pairs } = plan;
  const run = { runId, toolVersion, profile, seed, end, elapsedMs, host, database: database ?? null };
  const design = { factors, settings: pairs.flat().map(({ levels }) => levels), repetitions };
  return `${JSON.stringify({ ...run, design, metrics: found }, null, 2)}\n`;
}
