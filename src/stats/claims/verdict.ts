import type { ClaimLine, PromiseKind } from '../../model/claim.js';
import type { ClaimVerdict } from '../../model/claims-record.js';
import { type Estimate, estimate } from '../math/estimate.js';
import type { RoundValues } from './line-values.js';

/** A change smaller than this is none, and a promise that is missed by less is kept. */
const usualSmallest = 0.03;

type Verdict = Exclude<ClaimVerdict['kind'], 'beside'>;

/**
 * The table of docs/claims.md. `gain` and `promised` are logarithms of how much better it became: 0 is no change, ln 2
 * is twice as good.
 */
function verdictOnGain(gain: Estimate, promised: number, smallest: number): Verdict {
  if (gain.high >= promised - smallest && gain.low > 0) return 'confirmed';
  if (gain.high < -smallest) return 'reversed';
  if (gain.low >= -smallest && gain.high <= smallest) return 'no-effect';
  if (gain.high < 0) return 'reversed';
  if (gain.low > 0) return 'smaller';
  return 'undecided';
}

/** ln(after/before) of each round that has both, turned so that more is better. */
export function gains(rounds: readonly RoundValues[], from: string, to: string, better: 'lower' | 'higher'): number[] {
  return rounds.flatMap((values) => {
    const [a, b] = [values[from], values[to]];
    if (a === undefined || b === undefined) return [];
    if (a === b) return [0];
    // From something to nothing is more than any ratio. What may be negative, as a slope, has none.
    if (a < 0 || b < 0) return [];
    return [better === 'lower' ? Math.log(a / b) : Math.log(b / a)];
  });
}

function inEveryRound(rounds: readonly RoundValues[], arm: string, holds: (value: number) => boolean): Verdict {
  return rounds.flatMap((round) => round[arm] ?? []).every(holds) ? 'confirmed' : 'refuted';
}

function saved(rounds: readonly RoundValues[], least: number, smallest: number): Verdict {
  const differences = rounds.flatMap(({ before, after }) =>
    before === undefined || after === undefined ? [] : [before - after],
  );
  const found = estimate(differences);
  if (!found) return 'undecided';
  if (found.high >= least * (1 - smallest) && found.low > 0) return 'confirmed';
  if (found.high < 0) return 'reversed';
  return found.low > 0 ? 'smaller' : 'undecided';
}

function beside(rounds: readonly RoundValues[], better: 'lower' | 'higher', smallest: number): ClaimVerdict {
  const gain = estimate(gains(rounds, 'before', 'after', better));
  if (!gain) return { kind: 'beside', direction: 'unclear' };
  if (gain.low > 0 && gain.high > smallest) return { kind: 'beside', direction: 'better' };
  if (gain.high < 0 && gain.low < -smallest) return { kind: 'beside', direction: 'worse' };
  const alike = gain.low >= -smallest && gain.high <= smallest;
  return { kind: 'beside', direction: alike ? 'alike' : 'unclear' };
}

function gainOver(
  rounds: readonly RoundValues[],
  { promise, counted }: ClaimLine & { readonly promise: Extract<PromiseKind, { kind: 'ratio' | 'better' }> },
  smallest: number,
): Verdict {
  const gain = estimate(gains(rounds, 'before', 'after', promise.better), counted);
  if (!gain) return 'undecided';
  if (promise.kind === 'better') {
    // Any amount that matters is what was promised.
    const verdict = verdictOnGain(gain, Number.POSITIVE_INFINITY, smallest);
    return verdict === 'smaller' ? 'confirmed' : verdict;
  }
  return verdictOnGain(gain, Math.abs(Math.log(promise.ratio)), smallest);
}

/** The arms without which a promise says nothing: what a server that never comes back takes for it, nobody can tell. */
function armsFor(promise: PromiseKind): readonly string[] {
  if (promise.kind === 'at-least' || promise.kind === 'at-most') return [promise.arm];
  return promise.kind === 'absolute' ? ['after'] : ['before', 'after'];
}

/** What the rounds say of a promise. */
export function verdictOf(rounds: readonly RoundValues[], line: ClaimLine): ClaimVerdict {
  const { promise, smallest = usualSmallest } = line;
  if (!rounds.some((values) => armsFor(promise).every((name) => values[name] !== undefined)))
    return { kind: 'not-measured' };
  switch (promise.kind) {
    case 'absolute':
      return beside(rounds, promise.better, smallest);
    case 'at-least':
      return { kind: inEveryRound(rounds, promise.arm, (value) => value >= promise.bound) };
    case 'at-most':
      return { kind: inEveryRound(rounds, promise.arm, (value) => value <= promise.bound) };
    case 'saved':
      return { kind: saved(rounds, promise.least, smallest) };
    default:
      return { kind: gainOver(rounds, { ...line, promise }, smallest) };
  }
}
