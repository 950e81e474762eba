import type { ClaimsRecord } from '../../model/claims-record.js';

/**
 * How long a run of experiments will still take, in milliseconds, when it is at this one: what each experiment says of
 * itself, at the pace of the rounds so far.
 */
export function remainingMs({ plan, results }: Pick<ClaimsRecord, 'plan' | 'results'>, at: number): number {
  const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const parts = plan.book.experiments.map(({ id, rounds, roundSeconds }, index) => {
    const done = results.find((result) => result.id === id)?.rounds ?? [];
    // What comes before was measured, or given up.
    const left = index < at ? 0 : Math.max(0, rounds[plan.profile] - done.length);
    return {
      expectedMs: 1000 * roundSeconds * done.length,
      tookMs: sumOf(done.map(({ elapsedMs }) => elapsedMs)),
      leftMs: 1000 * roundSeconds * left,
    };
  });
  const expectedMs = sumOf(parts.map((part) => part.expectedMs));
  const pace = expectedMs === 0 ? 1 : sumOf(parts.map(({ tookMs }) => tookMs)) / expectedMs;
  return pace * sumOf(parts.map(({ leftMs }) => leftMs));
}
