import type { Decision, Profile } from '../../model/plan.js';
import type { RunWarning } from '../../model/reasons.js';
import type { MeasuredTrial } from '../../model/trial.js';
import { hodgesLehmann, signedRankP } from '../math/signed-rank.js';
import type { PairedRound } from '../rounds/paired-round.js';
import { turnHalves, weightedByClass } from '../rounds/turns.js';

/** The warm-up's own criterion, over as many windows (docs/method.md §7). */
const lookBack = 3;
const steadyWithin = Math.log(1.03);
/** With less chance than this, what a warm-up left is no noise; six rounds of one sign have 0.03. */
const unsteadyP = 0.05;
/**
 * With less chance than this, what moved the arms apart is no noise. It casts doubt on the verdict, so it must be
 * surer.
 */
const driftP = 0.01;

/**
 * What is left of an arm's warm-up, over all its rounds: single windows vary with the machine, a server that is not
 * warm becomes cheaper in every round. `undefined` for one that is steady.
 */
export function warmUpDrift(
  armName: string,
  trials: readonly MeasuredTrial[],
  profile: Profile,
): RunWarning | undefined {
  const falls = trials.flatMap(({ warmup: { windowCpuUs } }) => {
    const [earlier, last] = [windowCpuUs.at(-lookBack), windowCpuUs.at(-1)];
    return earlier && last ? [Math.log(last / earlier)] : [];
  });
  const fall = falls.length === 0 ? 0 : hodgesLehmann(falls);
  if (Math.abs(fall) <= steadyWithin || signedRankP(falls) >= unsteadyP) return undefined;
  return { kind: 'not-steady', armName, ratio: Math.exp(fall), windows: lookBack, profileName: profile.name };
}

/**
 * Did the arms move apart within the rounds, by more than half the limit (docs/method.md §7)? Then the change depends
 * on how long a round is. It is told by response times, from the first half of a round's turns to the second.
 * `undefined` where they did not, or where it may be noise.
 */
export function armsMovedApart(
  armName: string,
  pairs: readonly PairedRound[],
  { limits }: Pick<Decision, 'limits'>,
): RunWarning | undefined {
  const trends = pairs.flatMap((pair) => {
    const { earlier, later } = turnHalves(pair);
    const [first, second] = [weightedByClass(earlier), weightedByClass(later)];
    return first === undefined || second === undefined ? [] : [second - first];
  });
  const trend = trends.length === 0 ? 0 : hodgesLehmann(trends);
  const most = Math.log1p(limits.responseTimeUs / 2);
  if (Math.abs(trend) <= most || signedRankP(trends) >= driftP) return undefined;
  return { kind: 'arms-moved-apart', armName, ratio: Math.exp(trend) };
}
