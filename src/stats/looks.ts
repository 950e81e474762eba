import type { Profile } from '../model/plan.js';
import { type CriticalRow, criticalValues, scheduledLooks } from './critical-values.js';

/** The chance of any false verdict over the whole gate family and all looks. Shared evenly over the gate metrics. */
export const totalAlpha = 0.05;

/** Two-sided alpha of the interval that calls "no difference": 5 % on each side, as in two one-sided tests (TOST). */
export const equivalenceAlpha = 0.1;

/** An interval of ln(after/before). */
export interface LogInterval {
  readonly low: number;
  readonly high: number;
}

/** The last look that `roundCount` rounds have reached; `undefined` before the first. */
export function lookWithin(profile: Profile, roundCount: number): number | undefined {
  return profile.looks.findLast((look) => look <= roundCount);
}

/** The row for alpha, or for the next smaller alpha of the table: never more is spent than was allowed. */
function rowFor(profile: Profile, alpha: number): CriticalRow | undefined {
  // The slack lets 0.05 / 3 find its own row whatever way it was rounded.
  return criticalValues[profile.name].find((row) => row.alpha <= alpha * (1 + 1e-9));
}

/**
 * The largest min(W+, W-) that rejects at a look when `alpha` is spent over all looks of the profile. `undefined` where
 * that look cannot reject at this alpha, or is not one of the looks that the profile's values were computed for.
 */
export function criticalValue(profile: Profile, alpha: number, look: number): number | undefined {
  const position = scheduledLooks[profile.name].indexOf(look);
  return position < 0 ? undefined : rowFor(profile, alpha)?.critical[position];
}

/**
 * The first look at which a change can be called at `alpha`, also when this run was told to end before it; `undefined`
 * when the profile has none.
 */
export function firstRejectingLook(profile: Profile, alpha: number): number | undefined {
  return scheduledLooks[profile.name].find((look) => criticalValue(profile, alpha, look) !== undefined);
}

/**
 * The repeated confidence interval at a look: it covers at all looks together (Jennison and Turnbull 1984), because it
 * holds exactly the shifts that the sequential signed-rank test does not reject. `undefined` where none can exist yet.
 */
export function repeatedInterval(
  walsh: ArrayLike<number>,
  profile: Profile,
  alpha: number,
  look: number,
): LogInterval | undefined {
  const critical = criticalValue(profile, alpha, look);
  if (critical === undefined) return undefined;
  const low = walsh[critical];
  const high = walsh[walsh.length - 1 - critical];
  return low === undefined || high === undefined ? undefined : { low, high };
}
