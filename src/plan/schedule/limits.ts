import { type MetricId, metricIds, metricOf } from '../../model/metrics.js';
import type { ProfileName } from '../../model/plan.js';

/**
 * The smallest regressions that a profile catches, of the gate metrics: set from the noise that turns have, so that
 * identical arms pass at least nineteen times in twenty.
 */
const profileLimits: Readonly<Record<ProfileName, Partial<Record<MetricId, number>>>> = {
  quick: {
    startupMs: 0.15,
    responseTimeUs: 0.05,
    cpuPerRequestUs: 0.05,
    memoryInUseBytes: 0.05,
    throughputPerSecond: 0.15,
  },
  standard: {
    startupMs: 0.08,
    responseTimeUs: 0.03,
    cpuPerRequestUs: 0.03,
    memoryInUseBytes: 0.03,
    throughputPerSecond: 0.08,
  },
  deep: {
    startupMs: 0.03,
    responseTimeUs: 0.02,
    cpuPerRequestUs: 0.02,
    memoryInUseBytes: 0.02,
    throughputPerSecond: 0.03,
  },
};

/** The limit of every metric: the user's, or else the profile's, or else the metric's own. */
export function limitsFor(
  profileName: ProfileName,
  given: Readonly<Partial<Record<MetricId, number>>> = {},
): Record<MetricId, number> {
  const limitOf = (metric: MetricId) => given[metric] ?? profileLimits[profileName][metric] ?? metricOf(metric).limit;
  return Object.fromEntries(metricIds.map((metric) => [metric, limitOf(metric)])) as Record<MetricId, number>;
}
