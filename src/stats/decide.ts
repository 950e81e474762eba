import type { Comparison } from '../model/analysis.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { compareArm } from './compare-arm.js';
import { type CountedRounds, countRounds, lastLook } from './counted-rounds.js';
import { roundEffect } from './round-effect.js';
import { hodgesLehmann } from './signed-rank.js';

/** Whether the run goes on after a round, and why, in words. */
export interface Decision {
  readonly state: 'continue' | 'stop';
  readonly reason: string;
}

/** A server that could never be measured is given up after this many rounds. It is no look at any outcome. */
const fewestFailedRounds = 2;

function proceed(reason: string): Decision {
  return { state: 'continue', reason };
}

function stop(reason: string): Decision {
  return { state: 'stop', reason };
}

/** More rounds would not change it: it has an outcome, or can have none, as a metric with too few requests. */
function isSettled({ outcome, change }: Comparison): boolean {
  return outcome !== 'inconclusive' || change === undefined;
}

function labels(comparisons: readonly Comparison[]): string {
  return [...new Set(comparisons.map(({ metric }) => metricOf(metric).label))].join(', ');
}

function hopeless({ rounds, count }: CountedRounds): boolean {
  return count === 0 && rounds.length >= fewestFailedRounds;
}

/**
 * Whether a run may stop after the rounds that it has. Only at a scheduled look: when every gate metric of every arm is
 * settled, when one has regressed (or failures have) and the plan fails fast, or when there is no further look.
 * Between looks it says `continue` without having looked at any outcome.
 */
export function decide(record: RunRecord): Decision {
  const { plan } = record;
  const counted = countRounds(record);
  const [, ...arms] = plan.arms;
  if (hopeless(counted)) {
    const [first] = arms.flatMap(({ name }) => compareArm(record, counted, name));
    return stop(first?.reason ?? 'there is nothing to compare');
  }
  const most = lastLook(plan.profile);
  if (counted.count >= most) return stop(`all ${most} rounds are measured`);
  if (counted.look !== counted.count) {
    const next = plan.profile.looks.find((look) => look > counted.count);
    return proceed(`the next look is after ${next} rounds`);
  }
  const judged = arms
    .flatMap(({ name }) => compareArm(record, counted, name))
    .filter(({ gate, metric }) => gate || metric === 'errorShare');
  const regressed = judged.filter(({ outcome }) => outcome === 'regressed');
  if (plan.failFast && regressed.length > 0) return stop(`regressed: ${labels(regressed)}`);
  const open = judged.filter((comparison) => comparison.gate && !isSettled(comparison));
  return open.length === 0 ? stop('every gate metric is decided') : proceed(`undecided: ${labels(open)}`);
}

/** A change as it looks so far. */
export interface RunningEstimate {
  readonly metric: MetricId;
  readonly armName: string;
  /** after/before */
  readonly ratio: number;
}

/** The gate metrics' estimates after any round, for the progress line. Without an interval: between looks nothing may be decided. */
export function runningEstimate(record: RunRecord): RunningEstimate[] {
  const { pairs } = countRounds(record);
  return [...pairs].flatMap(([armName, armPairs]) =>
    record.plan.gateMetrics.flatMap((metric) => {
      const effects = armPairs.flatMap((pair) => {
        const { effect } = roundEffect(metric, pair);
        return effect.state === 'value' ? [effect.value] : [];
      });
      return effects.length === 0 ? [] : [{ metric, armName, ratio: Math.exp(hodgesLehmann(effects)) }];
    }),
  );
}
