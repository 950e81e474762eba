import type { Decision } from '../../model/plan.js';
import { walshAverages } from '../math/signed-rank.js';
import { type LogInterval, walshInterval } from './looks.js';

/**
 * One-sided repeated bounds of ln(after/before) at 5 %, each side for itself, at the last look that the rounds reached:
 * the best of those at all looks so far, because each of them holds at all looks together (Jennison and Turnbull 1984).
 * They leave out the shifts that a sequential one-sided signed-rank test rejects. `undefined` where no look gives one.
 */
export function repeatedBounds(
  effects: readonly number[],
  { looks, boundRanks }: Pick<Decision, 'looks' | 'boundRanks'>,
): LogInterval | undefined {
  let best: LogInterval | undefined;
  for (const [k, look] of looks.entries()) {
    if (look > effects.length) break;
    const own = walshInterval(walshAverages(effects.slice(0, look)), boundRanks[k]);
    if (!own) continue;
    best = best ? { low: Math.max(best.low, own.low), high: Math.min(best.high, own.high) } : own;
  }
  return best;
}
