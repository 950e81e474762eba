import type { Outcome } from '../../model/analysis.js';
import type { MetricDefinition } from '../../model/metrics.js';
import { median } from '../math/signed-rank.js';
import type { Judgement } from './outcome.js';

/** Rounds that a plain comparison needs: a second one shows that the count is no accident of the first. */
const fewestRounds = 2;

function constantOf(values: readonly number[]): number | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

/** One count for each side; `undefined` for a side that has none to be held against the other. */
function sidesOf(
  before: readonly number[],
  after: readonly number[],
  { sharedCounter }: MetricDefinition,
): readonly (number | undefined)[] {
  const [was, is] = [constantOf(before), constantOf(after)];
  if (sharedCounter) return [was, is];
  const alwaysSome = (values: readonly number[]) => values.every((value) => value > 0);
  if (was === 0 && is === undefined && alwaysSome(after)) return [was, median(after)];
  if (is === 0 && was === undefined && alwaysSome(before)) return [median(before), is];
  return [was, is];
}

function outcomeOf(before: number, after: number, better: MetricDefinition['better']): Outcome {
  if (before === after) return 'no difference';
  return after < before === (better === 'lower') ? 'improved' : 'regressed';
}

/**
 * Compares counts that are the same in every round of an arm (bytes, writes, database commands): they have no noise, so
 * any change is real. `undefined` when they vary or there are too few rounds; then the ratio test decides.
 *
 * A count that is always 0 on one side and never on the other is as plain, however the other varies: no noise writes a
 * line. Not so where the arms share the counter: the one's background work may be what the other's was charged. A
 * change from 0 has no ratio and is told in the reason.
 */
export function judgeExactly(
  before: readonly number[],
  after: readonly number[],
  definition: MetricDefinition,
  limit: number,
): Judgement | undefined {
  const [was, is] = sidesOf(before, after, definition);
  if (was === undefined || is === undefined || before.length < fewestRounds) return undefined;
  const common = { limit, roundsNeeded: undefined, futile: false, outcome: outcomeOf(was, is, definition.better) };
  if (was === 0 && is !== 0) {
    return { ...common, reason: { kind: 'from-zero', to: is }, change: undefined, ruledOut: undefined };
  }
  const ratio = was === is ? 1 : is / was;
  const interval = { low: ratio, high: ratio };
  return {
    ...common,
    reason: undefined,
    change: { ratio, interval, bounds: interval, roundCount: before.length, roundSd: 0, detectableEffect: 0 },
    ruledOut: definition.better === 'lower' ? ratio - 1 : 1 / ratio - 1,
  };
}
