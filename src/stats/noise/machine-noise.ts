import type { Quietness, Round } from '../../model/record.js';
import { median } from '../math/signed-rank.js';

/** Work of other programs below this share of a core disturbs nobody (docs/method.md §14). */
const toleratedShare = 0.15;

const causes = [
  ['foreignCpuShare', 'other programs used', 'of a core'],
  ['stealShare', 'the hypervisor took', 'of a core'],
] as const satisfies readonly (readonly [keyof Quietness, string, string])[];

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/**
 * What disturbed the rounds that were kept: a load that is there from the pilot on is nothing unusual, so no round is
 * redone for it, and repeats run out. Both leave rounds that count, and the reader must know.
 */
export function machineNoise(rounds: readonly Round[]): string[] {
  return causes.flatMap(([key, what, unit]) => {
    const shares = rounds.flatMap(({ quietness }) => quietness[key] ?? []);
    const disturbed = shares.filter((share) => share > toleratedShare);
    if (disturbed.length === 0) return [];
    if (2 * disturbed.length > shares.length) return [`${what} ${percent(median(shares))} ${unit} throughout the run`];
    return [
      `${what} up to ${percent(Math.max(...disturbed))} ${unit} in ${disturbed.length} of ${shares.length} rounds that count`,
    ];
  });
}
