import type { Comparison } from '../../model/analysis.js';
import { type MetricId, metricIds } from '../../model/metrics.js';
import type { ArmFault } from '../../model/reasons.js';
import type { RunRecord } from '../../model/record.js';
import { jointTest } from '../looks/joint-test.js';
import { armFault } from '../rounds/arm-faults.js';
import { type ArmRounds, type CountedRounds, judgedPairs } from '../rounds/counted-rounds.js';
import { compareMetric, type JudgedComparison, present } from './compare-metric.js';
import { failureShare, failuresOf, judgeErrors } from './errors.js';
import { withoutBias } from './rig-bias.js';

/** Why an arm cannot be compared at all, if so. */
function faultOf({ plan, end }: RunRecord, { rounds }: CountedRounds, own: ArmRounds): ArmFault | undefined {
  const reference = plan.arms[0]?.name ?? '';
  const fault = armFault({ rounds, end }, own.armName) ?? armFault({ rounds, end }, reference);
  if (fault !== undefined) return fault;
  return rounds.length > 0 && own.paired.length === 0
    ? { kind: 'never-both', armName: own.armName, referenceName: reference }
    : undefined;
}

/**
 * The gate metrics that the joint test called by the look that is judged. Those without a ratio in some round are no
 * part of it.
 */
function calledMetrics({ effects, look }: ArmRounds, { plan }: RunRecord): ReadonlySet<MetricId> {
  if (look === undefined) return new Set();
  const family = [...effects].flatMap(([metric, rounds]) => {
    const values = present(rounds.slice(0, look).map(({ effect }) => effect));
    return values.length === look ? [{ metric, values }] : [];
  });
  const calledAt = jointTest(
    family.map(({ values }) => values),
    plan.decision,
  );
  return new Set(family.filter((_, i) => calledAt[i] !== undefined).map(({ metric }) => metric));
}

/**
 * Failed requests, counted over all rounds up to the look, or over all there are of an arm that has none because it
 * failed: an invalid trial is exactly where they are.
 */
function compareErrors(
  metric: MetricId,
  record: RunRecord,
  counted: CountedRounds,
  own: ArmRounds,
  hasFailed: boolean,
): JudgedComparison {
  const { decision, arms } = record.plan;
  const referenceName = arms[0]?.name ?? '';
  const last = own.look === undefined ? undefined : judgedPairs(own).at(-1);
  const rounds = last && !hasFailed ? counted.rounds.filter(({ index }) => index <= last.roundIndex) : counted.rounds;
  const before = failuresOf(rounds, referenceName);
  const after = failuresOf(rounds, own.armName);
  const isLook = decision.looks.length > 0 && (hasFailed || own.look !== undefined);
  const { futile, ...judgement } = judgeErrors(before, after, isLook, decision.limits[metric], decision);
  return {
    comparison: {
      metric,
      armName: own.armName,
      referenceName,
      before: failureShare(before),
      after: failureShare(after),
      ...judgement,
      gate: decision.gateMetrics.includes(metric),
      remarks: [],
    },
    futile,
  };
}

function invalid(comparison: Comparison, reason: ArmFault): Comparison {
  return {
    ...comparison,
    change: undefined,
    outcome: 'invalid',
    reason,
    ruledOut: undefined,
    roundsNeeded: undefined,
  };
}

/**
 * Every metric of one arm against the reference. When either arm is invalid so is every comparison, save that of failed
 * requests: where they were counted they say what is wrong with the arm, and that may be a regression.
 */
export function compareArm(record: RunRecord, counted: CountedRounds, own: ArmRounds): JudgedComparison[] {
  const { plan, metrics, calibration } = record;
  const fault = faultOf(record, counted, own);
  const called = fault === undefined ? calledMetrics(own, record) : new Set<MetricId>();
  // A record of another version may lack metrics of this one's table; what it was not made for is not judged.
  return metricIds
    .filter((metric) => metrics[metric] !== undefined)
    .map((metric) => {
      const isErrors = metrics[metric].comparison === 'errors';
      const isGate = plan.decision.gateMetrics.includes(metric);
      const judged = isErrors
        ? compareErrors(metric, record, counted, own, fault !== undefined)
        : compareMetric(metric, record, own, isGate ? called.has(metric) : undefined);
      if (fault === undefined || (isErrors && judged.comparison.outcome === 'regressed'))
        return { ...judged, comparison: withoutBias(judged.comparison, calibration) };
      return { comparison: invalid(judged.comparison, fault), futile: false };
    });
}
