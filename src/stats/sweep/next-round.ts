import type { ExperimentRound } from '../../model/experiments-record.js';
import { type SweepFindings, type SweepPlan, type SweepRecord, sweepId } from '../../model/sweep.js';
import { pointsOf } from './points.js';
import { thresholdOf } from './threshold.js';

/** Into how many pieces a gap is cut: while the servers are up, another value costs little. */
const pieces = 4;
/** A gap that is narrower than this ratio is not cut any more. */
const narrow = 1.2;

/** What a sweep has found so far. */
export function sweepFindings({ plan, results }: Pick<SweepRecord, 'plan' | 'results'>): SweepFindings {
  const rounds = roundsOf({ results });
  const points = pointsOf(plan, rounds);
  const failed = rounds.flatMap(({ observations }) => observations).findLast(({ state }) => state === 'failed');
  return {
    points,
    ...(plan.find === undefined ? {} : { threshold: thresholdOf(points) }),
    ...(failed?.state === 'failed' ? { failed: { armName: failed.armName, failure: failed.failure } } : {}),
  };
}

/**
 * What the next round measures: all given values until each has its rounds, then values within the gap between where
 * the change holds and where it does not, as often as the plan says; undefined when all is measured.
 */
export function nextSweepRound({
  plan,
  results,
}: Pick<SweepRecord, 'plan' | 'results'>):
  | { readonly values: readonly number[]; readonly roundsLeft: number }
  | undefined {
  const rounds = roundsOf({ results });
  const counts = new Map(pointsOf(plan, rounds).map(({ value, rounds: count }) => [value, count]));
  const lacking = (values: readonly number[]) => {
    const least = Math.min(...values.map((value) => counts.get(value) ?? 0));
    return plan.rounds - least;
  };
  if (lacking(plan.values) > 0) return { values: plan.values, roundsLeft: lacking(plan.values) };
  let measured = plan.values;
  for (let refinement = 0; refinement < plan.refinements; refinement++) {
    // What was known when this refinement began: later values must not move it.
    const then = pointsOf(plan, rounds).filter(({ value }) => measured.includes(value));
    const threshold = thresholdOf(then);
    if (threshold.kind !== 'between') return undefined;
    const wanted = within(threshold, plan).filter((value) => !measured.includes(value));
    if (wanted.length === 0) return undefined;
    if (lacking(wanted) > 0) return { values: wanted, roundsLeft: lacking(wanted) };
    measured = [...measured, ...wanted];
  }
  return undefined;
}

function roundsOf({ results }: Pick<SweepRecord, 'results'>): readonly ExperimentRound[] {
  return results.find(({ id }) => id === sweepId)?.rounds ?? [];
}

/** Values that cut a gap, evenly on a scale of ratios; from 0 by halves. */
function within({ not, holds }: { readonly not: number; readonly holds: number }, { swept }: SweepPlan): number[] {
  const [low, high] = [Math.min(not, holds), Math.max(not, holds)];
  if (low > 0 && high / low < narrow) return [];
  const cuts = Array.from({ length: pieces - 1 }, (_, i) =>
    low === 0 ? high / 2 ** (pieces - 1 - i) : low * (high / low) ** ((i + 1) / pieces),
  );
  const rounded = cuts.map((value) => (swept.kind === 'network' ? Number(value.toPrecision(2)) : Math.round(value)));
  return [...new Set(rounded)].filter((value) => value > low && value < high);
}
