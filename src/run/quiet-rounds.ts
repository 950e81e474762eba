import type { PilotFacts, Round } from '../model/record.js';

/** Foreign work below this share of a core disturbs nobody (method §5.6). */
const toleratedCpuShare = 0.15;

/**
 * Why a round must be done again, both arms of it; undefined for a quiet one. Looks at the machine only, never at what
 * was measured: rounds that are dropped by their outcome would bend the result.
 */
export function disturbance({ quietness }: Round, pilot: PilotFacts): string | undefined {
  const { foreignCpuShare, stealShare } = quietness;
  const limit = Math.max(toleratedCpuShare, 2 * (pilot.foreignCpuShare ?? 0));
  const percent = (share: number) => `${Math.round(share * 100)} % of a core`;
  if (foreignCpuShare !== undefined && foreignCpuShare > limit)
    return `other programs used ${percent(foreignCpuShare)}`;
  if (stealShare !== undefined && stealShare > toleratedCpuShare) return `the hypervisor took ${percent(stealShare)}`;
  return undefined;
}
