import type { ClaimLine } from '../../model/claim.js';
import type { ClaimsRecord, Effect, LineFinding } from '../../model/claims-record.js';
import { estimate } from '../math/estimate.js';
import { median } from '../math/signed-rank.js';
import { lineValues, type RoundValues } from './line-values.js';
import { gains, verdictOf } from './verdict.js';

/** Judges every line of every claim of a record, in the order of its book. */
export function judgeClaims({ plan, results }: Pick<ClaimsRecord, 'plan' | 'results'>): readonly LineFinding[] {
  return plan.book.claims.flatMap(({ id: claimId, lines }) =>
    lines.map((line, lineIndex): LineFinding => {
      const { rounds, failure } = lineValues(results, line.value);
      const verdict = verdictOf(rounds, line);
      const effect = effectOf(rounds, line, 'before');
      const effectOfDefault = effectOf(rounds, line, 'default');
      return {
        claimId,
        lineIndex,
        values: shownOf(rounds, line),
        rounds: rounds.length,
        ...(effect ? { effect } : {}),
        ...(effectOfDefault ? { effectOfDefault } : {}),
        verdict: failure && verdict.kind === 'not-measured' ? { ...verdict, failed: failure } : verdict,
      };
    }),
  );
}

/** The median of each arm; of what must hold in every round, the worst. */
function shownOf(rounds: readonly RoundValues[], { promise }: ClaimLine): Record<string, number> {
  const names = [...new Set(rounds.flatMap((values) => Object.keys(values)))];
  const shown = (values: readonly number[]) => {
    if (promise.kind === 'at-least') return Math.min(...values);
    return promise.kind === 'at-most' ? Math.max(...values) : median(values);
  };
  return Object.fromEntries(names.map((name) => [name, shown(rounds.flatMap((values) => values[name] ?? []))]));
}

/** after against another arm, as a ratio with its interval; undefined where there is none, or nothing to divide by. */
function effectOf(rounds: readonly RoundValues[], { promise, counted }: ClaimLine, from: string): Effect | undefined {
  // Lower or higher is better: the ratio is the same, only what is called a gain differs.
  const better = 'better' in promise ? promise.better : 'lower';
  const gain = estimate(gains(rounds, from, 'after', better), counted);
  if (!gain) return undefined;
  const [ratio, one, other] = [gain.value, gain.low, gain.high].map((log) => Math.exp(better === 'lower' ? -log : log));
  if (ratio === undefined || one === undefined || other === undefined) return undefined;
  // From nothing to something has no ratio.
  if (![ratio, one, other].every(Number.isFinite)) return undefined;
  return { ratio, low: Math.min(one, other), high: Math.max(one, other) };
}
