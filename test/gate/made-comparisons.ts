import type { Analysis, ChangeEstimate, ClassComparison, Comparison, Outcome } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';
import type { Reason } from '../../src/model/reasons.js';

// Comparisons of every outcome, with made-up numbers.

const ratios: Partial<Record<Outcome, number>> = { improved: 0.82, regressed: 1.25 };
const failure = { kind: 'server-died', end: { kind: 'exited', code: 1 } } as const;
const reasons: Partial<Record<Outcome, Reason>> = {
  inconclusive: { kind: 'regression-possible', rounds: 12, upTo: 0.08 },
  'not measured': { kind: 'no-phase', phase: 'closed', profileName: 'quick' },
  invalid: { kind: 'failed', armName: 'after', failed: 12, rounds: 12, failure },
};

export function changeOf(ratio: number): ChangeEstimate {
  return { ratio, interval: undefined, bounds: undefined, roundCount: 12, roundSd: 0.02, detectableEffect: 0.04 };
}

export function comparison(metric: MetricId, outcome: Outcome, given: Partial<Comparison> = {}): Comparison {
  const ratio = ratios[outcome] ?? 1.01;
  return {
    metric,
    armName: 'after',
    referenceName: 'before',
    before: { state: 'value', value: 100 },
    after: { state: 'value', value: 100 * ratio },
    change: changeOf(ratio),
    outcome,
    limit: 0.05,
    ruledOut: 0.031,
    roundsNeeded: undefined,
    reason: reasons[outcome],
    gate: true,
    remarks: [],
    ...given,
  };
}

export function analysisOf(comparisons: readonly Comparison[], classes: readonly ClassComparison[] = []): Analysis {
  return {
    comparisons,
    classes,
    growth: [],
    roundsUsed: 12,
    roundsRedone: 0,
    look: 12,
    invalidTrials: [],
    warnings: [],
  };
}

export const errors = comparison('errorShare', 'regressed', {
  gate: false,
  change: undefined,
  before: { state: 'value', value: 0 },
  after: { state: 'value', value: 0.031 },
});
export const slower = comparison('responseTimeUs', 'regressed', { change: changeOf(1.12) });
export const costlier = comparison('cpuPerRequestUs', 'regressed');
export const sooner = comparison('startupMs', 'improved');
export const same = comparison('memoryInUseBytes', 'no difference');
export const noWorse = comparison('cpuPerRequestUs', 'no regression');
export const open = comparison('throughputPerSecond', 'inconclusive');
/** Throughput that looks as if it fell by 10 %: the bad side of a metric of which more is better is down. */
export const ominous = comparison('throughputPerSecond', 'inconclusive', { change: changeOf(0.9) });
export const hopeful = comparison('throughputPerSecond', 'inconclusive', { change: changeOf(1.3) });
export const missing = comparison('throughputPerSecond', 'not measured', { change: undefined });
export const invalid = comparison('throughputPerSecond', 'invalid');
export const info = (outcome: Outcome) => comparison('latencyP99Us', outcome, { gate: false });
