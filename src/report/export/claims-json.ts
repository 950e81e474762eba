import type { ClaimsRecord, LineFinding } from '../../model/claims-record.js';

/** Every line of every claim with its numbers and its verdict, as JSON. What is not known is null. */
export function claimsJson(record: ClaimsRecord, findings: readonly LineFinding[]): string {
  const claims = record.plan.book.claims.map(({ id, group, title, dependsOnDatabase, lines }) => ({
    id,
    group,
    title,
    dependsOnDatabase: dependsOnDatabase ?? false,
    lines: findings
      .filter(({ claimId }) => claimId === id)
      .map(({ lineIndex, values, rounds, effect, effectOfDefault, verdict }) => {
        const line = lines[lineIndex];
        return {
          what: line?.what ?? null,
          condition: line?.condition ?? null,
          promised: line?.promised ?? null,
          unit: line?.unit ?? null,
          note: line?.note ?? null,
          rounds,
          values,
          afterToBefore: effect ?? null,
          afterToDefault: effectOfDefault ?? null,
          verdict,
        };
      }),
  }));
  const { runId, toolVersion, host, database, end, elapsedMs } = record;
  const { profile, seed } = record.plan;
  const run = { runId, toolVersion, profile, seed, end, elapsedMs, host, database: database ?? null };
  return `${JSON.stringify({ ...run, claims }, null, 2)}\n`;
}
