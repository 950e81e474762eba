import type { PilotFacts, Quietness, Redone, Round } from '../model/record.js';

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
export function disturbance({ quietness }: Round, pilot: PilotFacts): Redone | undefined {
  const beyond = (key: keyof Quietness, tolerated: number): number | undefined => {
    const share = quietness[key];
    return share !== undefined && share > Math.max(tolerated, timesThePilot * (pilot.quietness[key] ?? 0))
      ? share
      : undefined;
  };
  const foreign = beyond('foreignCpuShare', toleratedCpuShare);
  if (foreign !== undefined) return { kind: 'foreign-cpu', share: foreign };
  const steal = beyond('stealShare', toleratedCpuShare);
  if (steal !== undefined) return { kind: 'steal', share: steal };
  const pressure = beyond('cpuPressureShare', toleratedPressureShare);
  if (pressure !== undefined && pilot.quietness.cpuPressureShare !== undefined)
    return { kind: 'cpu-pressure', share: pressure };
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
