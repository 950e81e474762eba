import type { NoiseCause, RunWarning } from '../../model/reasons.js';
import type { Round } from '../../model/record.js';
import { median } from '../math/signed-rank.js';

/** Work of other programs below this share of a core disturbs nobody (docs/method.md §14). */
const toleratedShare = 0.15;

const causes: readonly NoiseCause[] = ['foreignCpuShare', 'stealShare'];

/**
 * What disturbed the rounds that were kept: a load that is there from the pilot on is nothing unusual, so no round is
 * redone for it, and repeats run out. Both leave rounds that count, and the reader must know.
 */
export function machineNoise(rounds: readonly Round[]): RunWarning[] {
  return causes.flatMap((cause): RunWarning[] => {
    const shares = rounds.flatMap(({ quietness }) => quietness[cause] ?? []);
    const disturbed = shares.filter((share) => share > toleratedShare);
    if (disturbed.length === 0) return [];
    if (2 * disturbed.length > shares.length) return [{ kind: 'noise-throughout', cause, share: median(shares) }];
    const upTo = Math.max(...disturbed);
    return [{ kind: 'noise-in-rounds', cause, upTo, disturbed: disturbed.length, rounds: shares.length }];
  });
}
