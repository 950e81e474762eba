import { signedRankDistribution } from '../../model/signed-rank-null.js';
import { hodgesLehmann, walshAverages } from './signed-rank.js';

/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const confidence = 0.95;
/** With fewer rounds not even the whole range of what was measured is a 95 % interval: 2 / 2^5 > 5 %. */
const fewestRounds = 6;

/**
 * How many of the ascending Walsh averages lie outside the interval on either side: the largest k with P(W <= k) at
 * most 2.5 %, W being Wilcoxon's signed-rank statistic (Hollander, Wolfe and Chicken 2014, 3.4).
 */
function leftOut(rounds: number): number {
  const distribution = signedRankDistribution(Array.from({ length: rounds }, (_, i) => i + 1));
  let tail = 0;
  return (
    distribution.findIndex((probability) => {
      tail += probability;
      return tail > (1 - confidence) / 2;
    }) - 1
  );
}

/**
 * The Hodges-Lehmann estimate of the rounds' values and its exact signed-rank interval at 95 % or more. What is the
 * same in every round is exact: two rounds are enough. What is counted and varies all the same lies between the least
 * and the most. `undefined` where the rounds are too few.
 */
export function estimate(values: readonly number[], counted = false): Estimate | undefined {
  const [first] = values;
  if (first === undefined || values.length < 2) return undefined;
  if (values.every((value) => value === first)) return { value: first, low: first, high: first };
  if (counted) return { value: hodgesLehmann(values), low: Math.min(...values), high: Math.max(...values) };
  if (values.length < fewestRounds) return undefined;
  const walsh = walshAverages(values);
  const k = leftOut(values.length);
  const [low, high] = [walsh[k], walsh[walsh.length - 1 - k]];
  return low === undefined || high === undefined ? undefined : { value: hodgesLehmann(values), low, high };
}
