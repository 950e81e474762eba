import type { Measured } from '../model/analysis.js';
import type { Round, Trial } from '../model/record.js';
import { binomialUpperTail } from './binomial.js';
import { type Judgement, type JudgingRule, percentText } from './outcome.js';

/** Failed requests of one arm over rounds. */
export interface FailureCounts {
  readonly failureCount: number;
  readonly requestCount: number;
  readonly roundsWithFailures: number;
}

/** An arm without a single failure regresses to any other above this share, whatever the odds. */
const intolerableShare = 0.01;
const fewestRoundsWithFailures = 2;

/** What a trial knows of failures: an invalid one, too, may have counted the answers that were wrong. */
function countsOf(trial: Trial): { readonly failureCount: number; readonly requestCount: number } {
  if (trial.state === 'invalid') return trial.failures ?? { failureCount: 0, requestCount: 0 };
  const failureCount = trial.slices.reduce((sum, { load }) => sum + load.failureCount, 0);
  const responseCount = trial.slices.reduce((sum, { load }) => sum + load.responseCount, 0);
  return { failureCount, requestCount: failureCount + responseCount };
}

/** The arm's failures over all the rounds, invalid trials included: a failing arm is exactly what this looks for. */
export function failuresOf(rounds: readonly Round[], armName: string): FailureCounts {
  const counts = rounds.flatMap(({ trials }) => trials.filter((trial) => trial.armName === armName).map(countsOf));
  return {
    failureCount: counts.reduce((sum, { failureCount }) => sum + failureCount, 0),
    requestCount: counts.reduce((sum, { requestCount }) => sum + requestCount, 0),
    roundsWithFailures: counts.filter(({ failureCount }) => failureCount > 0).length,
  };
}

export function failureShare({ failureCount, requestCount }: FailureCounts): Measured {
  return requestCount === 0
    ? { state: 'absent', reason: 'no request was counted' }
    : { state: 'value', value: failureCount / requestCount };
}

function significantlyMore(many: FailureCounts, few: FailureCounts, alpha: number): boolean {
  const requests = many.requestCount + few.requestCount;
  const failures = many.failureCount + few.failureCount;
  return (
    many.roundsWithFailures >= fewestRoundsWithFailures &&
    binomialUpperTail(many.failureCount, failures, many.requestCount / requests) <= alpha
  );
}

/**
 * Judges the share of failed requests, which has no ratio when it is zero. Regressed: the arm fails in two rounds or
 * more, its share is higher by the smallest effect or more (0.1 point), and given all failures it has more of them than
 * its share of requests explains (one-sided binomial); or the reference never fails and the arm does above 1 %.
 *
 * Counts are looked at again at every look, and once where a budget ends: alpha is split evenly over these (Bonferroni).
 */
export function judgeErrors(
  before: FailureCounts,
  after: FailureCounts,
  smallestRise: number,
  rule: JudgingRule,
): Judgement {
  const judged = (outcome: Judgement['outcome'], reason = ''): Judgement => ({ outcome, reason, change: undefined });
  if (before.requestCount === 0 || after.requestCount === 0) return judged('inconclusive', 'no request was counted');
  const was = before.failureCount / before.requestCount;
  const is = after.failureCount / after.requestCount;
  if (before.failureCount === 0 && is > intolerableShare) return judged('regressed');
  const alpha = rule.alpha / (rule.profile.looks.length + 1);
  if (is - was >= smallestRise && significantlyMore(after, before, alpha)) return judged('regressed');
  if (was - is >= smallestRise && significantlyMore(before, after, alpha)) return judged('improved');
  if (Math.abs(is - was) < smallestRise) return judged('no difference');
  return judged(
    'inconclusive',
    `${percentText(was)} against ${percentText(is)} of requests failed: too few, or in too few rounds, to tell`,
  );
}
