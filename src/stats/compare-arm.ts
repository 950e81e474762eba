import type { Comparison } from '../model/analysis.js';
import { type MetricId, metricIds, metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { armFault } from './arm-faults.js';
import { type ComparisonContext, compareMetric } from './compare-metric.js';
import { type CountedRounds, judgedPairs, sharedAlpha } from './counted-rounds.js';
import { failureShare, failuresOf, judgeErrors } from './errors.js';
import { totalAlpha } from './looks.js';
import { withoutBias } from './rig-bias.js';

/** Why an arm cannot be compared at all, if so. */
function faultOf(counted: CountedRounds, referenceName: string, armName: string): string | undefined {
  const fault = armFault(counted.rounds, armName) ?? armFault(counted.rounds, referenceName);
  if (fault !== undefined) return fault;
  const pairCount = counted.pairs.get(armName)?.length ?? 0;
  return counted.rounds.length > 0 && pairCount === 0
    ? `there is no round in which both ${referenceName} and ${armName} could be measured`
    : undefined;
}

/** The rounds up to the last one that is judged; all of them while no look was reached. */
function roundsUpToLook(counted: CountedRounds, armName: string) {
  const last = counted.look === undefined ? undefined : judgedPairs(counted, armName).at(-1);
  return last ? counted.rounds.filter(({ index }) => index <= last.roundIndex) : counted.rounds;
}

/** Failed requests, counted over all rounds up to the look: an invalid trial is exactly where they are. */
function compareErrors(metric: MetricId, counted: CountedRounds, context: ComparisonContext): Comparison {
  const { armName, referenceName, gateMetrics, rule } = context;
  const rounds = roundsUpToLook(counted, armName);
  const before = failuresOf(rounds, referenceName);
  const after = failuresOf(rounds, armName);
  return {
    metric,
    armName,
    referenceName,
    before: failureShare(before),
    after: failureShare(after),
    ...judgeErrors(before, after, metricOf(metric).smallestEffect, rule),
    gate: gateMetrics.includes(metric),
    warnings: [],
  };
}

/**
 * Every metric of one arm against the reference. When either arm is invalid so is every comparison, save that of failed
 * requests: where they were counted they say what is wrong with the arm, and that may be a regression.
 */
export function compareArm(record: RunRecord, counted: CountedRounds, armName: string): Comparison[] {
  const { profile, gateMetrics, arms } = record.plan;
  const referenceName = arms[0]?.name ?? '';
  const rule = { profile, alpha: sharedAlpha(totalAlpha, gateMetrics) };
  const context = { referenceName, armName, pairs: judgedPairs(counted, armName), gateMetrics, rule };
  const fault = faultOf(counted, referenceName, armName);
  return metricIds.map((metric) => {
    const isErrors = metricOf(metric).comparison === 'errors';
    const comparison = isErrors ? compareErrors(metric, counted, context) : compareMetric(metric, context);
    if (fault === undefined || (isErrors && comparison.outcome === 'regressed'))
      return withoutBias(comparison, record.calibration);
    return { ...comparison, change: undefined, outcome: 'invalid', reason: fault };
  });
}
