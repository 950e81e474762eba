import type { Outcome } from '../model/analysis.js';
import type { MetricDefinition } from '../model/metrics.js';
import type { Judgement } from './outcome.js';

/** Rounds that a plain comparison needs: a second one shows that the count is no accident of the first. */
const fewestRounds = 2;

function constantOf(values: readonly number[]): number | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

function outcomeOf(before: number, after: number, better: MetricDefinition['better']): Outcome {
  if (before === after) return 'no difference';
  return after < before === (better === 'lower') ? 'improved' : 'regressed';
}

/**
 * Compares counts that are the same in every round of an arm (bytes, write calls, database commands): they have no
 * noise, so any change is real and two rounds suffice. `undefined` when they vary or there are too few rounds; then the
 * ratio test decides.
 *
 * A change from 0 has no ratio and is told in the reason.
 */
export function judgeExactly(
  before: readonly number[],
  after: readonly number[],
  definition: MetricDefinition,
): Judgement | undefined {
  const was = constantOf(before);
  const is = constantOf(after);
  if (was === undefined || is === undefined || before.length < fewestRounds) return undefined;
  const outcome = outcomeOf(was, is, definition.better);
  if (was === 0 && is !== 0) return { outcome, reason: `from 0 to ${is}: there is no ratio`, change: undefined };
  const ratio = was === is ? 1 : is / was;
  const interval = { low: ratio, high: ratio };
  return {
    outcome,
    reason: '',
    change: {
      ratio,
      interval,
      equivalenceInterval: interval,
      roundCount: before.length,
      roundSd: 0,
      detectableEffect: 0,
    },
  };
}
