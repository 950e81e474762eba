import type { Measured, Outcome } from '../../model/analysis.js';
import type { Decision } from '../../model/plan.js';
import type { Doubt, Reason } from '../../model/reasons.js';
import type { Round } from '../../model/record.js';
import type { Trial } from '../../model/trial.js';
import { binomialUpperTail, shareAtLeast, shareAtMost } from '../math/binomial.js';
import { beforeFirstLook, type Judgement } from './outcome.js';

/** Failed requests of one arm over rounds. */
export interface FailureCounts {
  readonly failureCount: number;
  readonly requestCount: number;
  readonly roundsWithFailures: number;
}

/** An arm without a single failure regresses to any other above this share, whatever the odds. */
const intolerableShare = 0.01;
const fewestRoundsWithFailures = 2;
/** Of each arm's bound; both together leave 5 % (Bonferroni). */
const boundAlpha = 0.025;

/** What a trial knows of failures: an invalid one, too, may have counted the answers that were wrong. */
function countsOf(trial: Trial): { readonly failureCount: number; readonly requestCount: number } {
  if (trial.state === 'invalid') {
    const { failure } = trial;
    if ('told' in failure) return failure.requests ?? { failureCount: 0, requestCount: 0 };
    return failure.kind === 'wrong-answers' && failure.cause.kind === 'failed-requests'
      ? failure.cause
      : { failureCount: 0, requestCount: 0 };
  }
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
    ? { state: 'absent', reason: { kind: 'no-request' } }
    : { state: 'value', value: failureCount / requestCount };
}

/**
 * Has `many` more failures than `few`, in several rounds, by `limit` or more, and more than its share of requests
 * explains?
 */
function certainlyMore(many: FailureCounts, few: FailureCounts, limit: number, alpha: number): boolean {
  if (many.roundsWithFailures < fewestRoundsWithFailures) return false;
  const share = many.failureCount / many.requestCount;
  if (few.failureCount === 0 && share > intolerableShare) return true;
  const requests = many.requestCount + few.requestCount;
  const failures = many.failureCount + few.failureCount;
  return (
    share - few.failureCount / few.requestCount >= limit &&
    binomialUpperTail(many.failureCount, failures, many.requestCount / requests) <= alpha
  );
}

/**
 * The most by which the share of `many` may exceed that of `few`, with 95 % confidence (Clopper and Pearson 1934, both
 * sides).
 */
function maxRise(many: FailureCounts, few: FailureCounts): number {
  return (
    shareAtMost(many.failureCount, many.requestCount, boundAlpha) -
    shareAtLeast(few.failureCount, few.requestCount, boundAlpha)
  );
}

function outcomeOf(before: FailureCounts, after: FailureCounts, limit: number, alpha: number): Outcome {
  if (certainlyMore(after, before, limit, alpha)) return 'regressed';
  if (certainlyMore(before, after, limit, alpha)) return 'improved';
  if (maxRise(after, before) >= limit) return 'inconclusive';
  return maxRise(before, after) < limit ? 'no difference' : 'no regression';
}

function doubtOf(before: FailureCounts, after: FailureCounts, limit: number): Doubt {
  if (before.failureCount === 0 && after.failureCount === 0)
    return { kind: 'no-failure', requests: Math.min(before.requestCount, after.requestCount), share: limit };
  const [was = 0, is = 0] = [before, after].map(({ failureCount, requestCount }) => failureCount / requestCount);
  return { kind: 'failures-open', before: was, after: is };
}

/**
 * Judges the share of failed requests, which has no ratio when it is zero. Regressed: the arm fails in two rounds or
 * more, its share is higher by the limit or more (0.1 point), and given all failures it has more of them than its share
 * of requests explains (one-sided binomial); or the reference never fails and the arm does above 1 %. No difference:
 * there were enough requests to rule out a rise, and a fall, of the limit.
 *
 * `isLook`: the rounds reach a look, or no more are to come. Counts are looked at again at every look, and once where a
 * run ends: alpha is split evenly over these (Bonferroni).
 */
export function judgeErrors(
  before: FailureCounts,
  after: FailureCounts,
  isLook: boolean,
  limit: number,
  { alpha, looks }: Pick<Decision, 'alpha' | 'looks'>,
): Judgement {
  const judged = (outcome: Outcome, reason?: Reason, ruledOut?: number): Judgement => ({
    outcome,
    reason,
    change: undefined,
    limit,
    ruledOut,
    roundsNeeded: undefined,
    futile: false,
  });
  if (before.requestCount === 0 || after.requestCount === 0) return judged('not measured', { kind: 'no-request' });
  if (!isLook) return judged('inconclusive', beforeFirstLook(looks));
  const outcome = outcomeOf(before, after, limit, alpha / (looks.length + 1));
  const ruledOut = maxRise(after, before);
  return judged(outcome, outcome === 'inconclusive' ? doubtOf(before, after, limit) : undefined, ruledOut);
}
