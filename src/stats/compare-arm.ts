import type { Comparison } from '../model/analysis.js';
import { metricIds, metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { armFault } from './arm-faults.js';
import { compareMetric } from './compare-metric.js';
import { type CountedRounds, judgedPairs, sharedAlpha } from './counted-rounds.js';
import { failureShare, failuresOf, judgeErrors } from './errors.js';
import { totalAlpha } from './looks.js';
import type { JudgingRule } from './outcome.js';

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

/**
 * Every metric of one arm against the reference. When either arm is invalid so is every comparison, save that of failed
 * requests: where they were counted they say what is wrong with the arm, and that may be a regression.
 */
export function compareArm(record: RunRecord, counted: CountedRounds, armName: string): Comparison[] {
  const { plan } = record;
  const referenceName = plan.arms[0]?.name ?? '';
  const rule: JudgingRule = { profile: plan.profile, alpha: sharedAlpha(totalAlpha, plan.gateMetrics) };
  const pairs = judgedPairs(counted, armName);
  const fault = faultOf(counted, referenceName, armName);
  return metricIds.map((metric) => {
    if (metricOf(metric).comparison === 'errors') {
      const rounds = roundsUpToLook(counted, armName);
      const before = failuresOf(rounds, referenceName);
      const after = failuresOf(rounds, armName);
      const judgement = judgeErrors(before, after, metricOf(metric).smallestEffect, rule);
      const gate = plan.gateMetrics.includes(metric);
      const values = { before: failureShare(before), after: failureShare(after) };
      const comparison = { metric, armName, referenceName, ...values, ...judgement, gate, warnings: [] };
      return fault === undefined || judgement.outcome === 'regressed'
        ? comparison
        : { ...comparison, outcome: 'invalid', reason: fault };
    }
    const comparison = compareMetric(metric, { referenceName, armName, pairs, gateMetrics: plan.gateMetrics, rule });
    return fault === undefined ? comparison : { ...comparison, change: undefined, outcome: 'invalid', reason: fault };
  });
}
