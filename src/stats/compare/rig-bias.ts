import type { Comparison } from '../../model/analysis.js';
import type { Calibration } from '../../model/calibration.js';
import type { Bias } from '../../model/reasons.js';

/**
 * Takes the word from a metric in which the machine's calibration found the rig biased: a rig that tells a server from
 * itself cannot tell it from another. A gate metric becomes invalid; one that is only information keeps its outcome,
 * with a remark.
 */
export function withoutBias(comparison: Comparison, calibration: Calibration | undefined): Comparison {
  const { metric, gate, outcome, remarks } = comparison;
  if (!calibration?.biasedMetrics.includes(metric) || outcome === 'invalid') return comparison;
  const reason: Bias = { kind: 'biased', metric, calibratedAtIso: calibration.startedAtIso };
  if (!gate) return { ...comparison, remarks: [...remarks, reason] };
  return { ...comparison, change: undefined, outcome: 'invalid', reason, ruledOut: undefined, roundsNeeded: undefined };
}
