import type { Comparison } from '../model/analysis.js';
import type { MetricId } from '../model/metrics.js';
import type { WaitReason } from '../model/reasons.js';
import type { RunRecord } from '../model/record.js';
import type { StopReason } from '../model/run-end.js';
import { compareArm } from './compare/compare-arm.js';
import type { JudgedComparison } from './compare/compare-metric.js';
import { lastLook } from './looks/looks.js';
import { hodgesLehmann } from './math/signed-rank.js';
import { type ArmRounds, type CountedRounds, countRounds } from './rounds/counted-rounds.js';
import { roundEffect } from './rounds/round-effect.js';

/** Whether the run goes on after a round, and why. */
export type NextStep =
  | { readonly state: 'continue'; readonly reason: WaitReason }
  | { readonly state: 'stop'; readonly reason: StopReason };

/** A server that could never be measured is given up after this many rounds. It is no look at any outcome. */
const fewestFailedRounds = 2;

function proceed(reason: WaitReason): NextStep {
  return { state: 'continue', reason };
}

function stop(reason: StopReason): NextStep {
  return { state: 'stop', reason };
}

function isHopeless({ rounds }: CountedRounds, { paired }: ArmRounds): boolean {
  return paired.length === 0 && rounds.length >= fewestFailedRounds;
}

/**
 * More rounds would hardly change it: it has an outcome, or can have none, or its noise is too large for the looks that
 * are left.
 */
function isSettled({ comparison: { outcome }, futile }: JudgedComparison): boolean {
  return outcome !== 'inconclusive' || futile;
}

function metricsOf(comparisons: readonly Pick<Comparison, 'metric'>[]): MetricId[] {
  return [...new Set(comparisons.map(({ metric }) => metric))];
}

/** Why the run ends at the look that it has reached, if it does. */
function endAtLook(
  { plan }: RunRecord,
  waiting: readonly JudgedComparison[],
  all: readonly JudgedComparison[],
): NextStep {
  const comparisons = all.map(({ comparison }) => comparison);
  const regressed = comparisons.filter(({ outcome }) => outcome === 'regressed');
  if (plan.failFast && regressed.length > 0) return stop({ kind: 'regressed', metrics: metricsOf(regressed) });
  const open = waiting.filter((judged) => judged.comparison.gate && !isSettled(judged));
  if (open.length > 0)
    return proceed({ kind: 'undecided', metrics: metricsOf(open.map(({ comparison }) => comparison)) });
  const futile = all.filter((judged) => judged.futile && judged.comparison.gate).map(({ comparison }) => comparison);
  return stop(futile.length === 0 ? { kind: 'all-decided' } : { kind: 'too-noisy', metrics: metricsOf(futile) });
}

/**
 * Whether a run may stop after the rounds that it has. Each arm is judged at the last look that it reached: the run
 * stops when every gate metric of every arm is decided or futile, when one has regressed (or failures have) and the
 * plan fails fast, or when no arm has a further look. Between looks it says `continue` without having looked at any
 * outcome.
 */
export function decide(record: RunRecord): NextStep {
  const { decision } = record.plan;
  const counted = countRounds(record);
  const hopeful = counted.arms.filter((arm) => !isHopeless(counted, arm));
  if (hopeful.length === 0) {
    const [first] = counted.arms.flatMap((arm) => compareArm(record, counted, arm));
    return stop({ kind: first ? 'cannot-compare' : 'nothing-to-compare' });
  }
  const most = lastLook(decision);
  const unfinished = hopeful.filter((arm) => arm.counted.length < most);
  if (unfinished.length === 0) return stop({ kind: 'all-measured', rounds: most });
  if (!hopeful.some(({ look, counted: { length } }) => look === length)) {
    const next = decision.looks.find((look) => look > counted.count);
    return proceed({ kind: 'next-look', rounds: next ?? most });
  }
  const judge = (arm: ArmRounds) =>
    arm.look === undefined
      ? []
      : compareArm(record, counted, arm).filter(({ comparison: { gate, metric } }) => gate || metric === 'errorShare');
  const early = unfinished.find(({ look }) => look === undefined);
  if (early) return proceed({ kind: 'no-look-yet', armName: early.armName });
  return endAtLook(record, unfinished.flatMap(judge), hopeful.flatMap(judge));
}

/** A change as it looks so far. */
export interface RunningEstimate {
  readonly metric: MetricId;
  readonly armName: string;
  /** after/before */
  readonly ratio: number;
}

/**
 * The gate metrics' estimates after any round, for the progress line. Without an interval: between looks nothing may be
 * decided.
 */
export function runningEstimate(record: RunRecord): RunningEstimate[] {
  const { plan, metrics } = record;
  return countRounds(record).arms.flatMap(({ armName, paired }) =>
    plan.decision.gateMetrics.flatMap((metric) => {
      const effects = paired.flatMap((pair) => {
        const { effect } = roundEffect(metric, pair, metrics[metric]);
        return effect.state === 'value' ? [effect.value] : [];
      });
      return effects.length === 0 ? [] : [{ metric, armName, ratio: Math.exp(hodgesLehmann(effects)) }];
    }),
  );
}
