import type { PilotFacts, Quietness, Round } from '../model/record.js';

/** Foreign work, or stolen time, below this share of a core disturbs nobody (docs/method.md §14). */
const toleratedCpuShare = 0.15;
/** The bench's own processes wait for one another too: pressure counts only where it is far above the pilot's. */
const toleratedPressureShare = 0.5;
/** A round may be this many times less quiet than the pilot was. */
const timesThePilot = 2;

/**
 * Why a round must be done again, both arms of it; undefined for a quiet one. Looks at the machine only, never at what
 * was measured: rounds that are dropped by their outcome would bend the result.
 */
export function disturbance({ quietness }: Round, pilot: PilotFacts): string | undefined {
  const exceeds = (key: keyof Quietness, tolerated: number) => {
    const share = quietness[key];
    return share !== undefined && share > Math.max(tolerated, timesThePilot * (pilot.quietness[key] ?? 0));
  };
  const percent = (share: number | undefined) => `${Math.round((share ?? 0) * 100)} %`;
  if (exceeds('foreignCpuShare', toleratedCpuShare))
    return `other programs used ${percent(quietness.foreignCpuShare)} of a core`;
  if (exceeds('stealShare', toleratedCpuShare)) return `the hypervisor took ${percent(quietness.stealShare)} of a core`;
  if (pilot.quietness.cpuPressureShare !== undefined && exceeds('cpuPressureShare', toleratedPressureShare))
    return `programs waited for a core ${percent(quietness.cpuPressureShare)} of the time`;
  return undefined;
}

/** The usual quietness of a machine: the median of each reading over rounds. */
export function medianQuietness(rounds: readonly Quietness[]): Quietness {
  const medianOf = (key: keyof Quietness) => {
    const shares = rounds.flatMap((quietness) => quietness[key] ?? []).toSorted((a, b) => a - b);
    return shares[Math.floor(shares.length / 2)];
  };
  return {
    foreignCpuShare: medianOf('foreignCpuShare'),
    stealShare: medianOf('stealShare'),
    cpuPressureShare: medianOf('cpuPressureShare'),
  };
}
