import type { Comparison } from '../../model/analysis.js';
import type { Calibration } from '../../model/calibration.js';
import type { MetricDefinitions } from '../../model/metrics.js';

/**
 * Takes the word from a metric in which the machine's calibration found the rig biased: a rig that tells a server from
 * itself cannot tell it from another. A gate metric becomes invalid; one that is only information keeps its outcome,
 * with a warning.
 */
export function withoutBias(
  comparison: Comparison,
  metrics: MetricDefinitions,
  calibration: Calibration | undefined,
): Comparison {
  const { metric, gate, outcome, warnings } = comparison;
  if (!calibration?.biasedMetrics.includes(metric) || outcome === 'invalid') return comparison;
  const date = calibration.startedAtIso.slice(0, 10);
  const reason = `the calibration of ${date} found this rig biased in ${metrics[metric].label}`;
  if (!gate) return { ...comparison, warnings: [...warnings, reason] };
  return { ...comparison, change: undefined, outcome: 'invalid', reason, ruledOut: undefined, roundsNeeded: undefined };
}
