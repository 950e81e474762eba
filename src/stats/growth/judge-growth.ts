import type { Growth } from '../../model/analysis.js';
import { type Estimate, estimate } from '../math/estimate.js';
import { hodgesLehmann, median } from '../math/signed-rank.js';
import type { RoundGrowth } from './round-growth.js';

/**
 * The least that is called a leak, in bytes a request. A server that keeps nothing grows by up to half of this while
 * its code is compiled (docs/method.md §6).
 */
const leakLimit = 250;
/** What leaks grows on and on. A cache that fills has slowed down to less than this share from one half to the next. */
const steadyShare = 0.7;

/** Does it grow in the second half of the last requests as it did in the first? */
function growsOn(rounds: readonly RoundGrowth[]): boolean {
  const halves = rounds.flatMap((each) => each.halves ?? []);
  const [first, second] = [halves.map((each) => each.first), halves.map((each) => each.second)].map(hodgesLehmann);
  return second !== undefined && first !== undefined && second >= steadyShare * first;
}

function outcomeOf(watched: readonly RoundGrowth[], change: Estimate): Growth['outcome'] {
  if (change.low > leakLimit) return growsOn(watched) ? 'leaks' : 'fills';
  return change.high < leakLimit ? 'steady' : 'undecided';
}

/**
 * Does a server keep something of every request, as far as these rounds tell? Each round gives one slope; over the
 * rounds the Hodges-Lehmann estimate with its signed-rank interval at 95 %, so that nothing is said of fewer than six.
 *
 * Where most rounds saw no reason to watch on, it is steady: the few requests of theirs bound what is kept of each, but
 * most of what they saw is code that was compiled. Else those that were watched on are judged.
 */
export function judgeGrowth(rounds: readonly RoundGrowth[]): Growth {
  const watched = rounds.filter(({ halves }) => halves !== undefined);
  const isSuspected = watched.length > rounds.length / 2;
  const judged = isSuspected ? watched : rounds;
  const change = estimate(judged.map(({ slope }) => slope));
  const outcome = !change ? 'undecided' : isSuspected ? outcomeOf(watched, change) : 'steady';
  const requestCount = rounds.length === 0 ? 0 : median(judged.map((each) => each.requestCount));
  return { outcome, bytesPerRequest: change, requestCount, roundCount: rounds.length };
}
