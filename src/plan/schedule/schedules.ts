import type { ProfileName } from '../../model/plan.js';

/** Chance of any false "regressed" or "improved" over the gate metrics of a whole run. */
export const totalAlpha = 0.05;

/** Of a bound: the chance that it ever leaves out the true change, over all looks. */
export const oneSidedAlpha = 0.05;

/** The round counts at which a profile may decide, and the alpha of 0.05 that may be spent by each, cumulated. */
export interface Schedule {
  readonly looks: readonly number[];
  readonly spending: readonly number[];
}

function linear(...looks: readonly number[]): Schedule {
  const most = looks.at(-1) ?? 1;
  return { looks, spending: looks.map((look) => (totalAlpha * look) / most) };
}

/**
 * When each profile looks. `quick` spends 2 / 64 at once, the least that six rounds of one sign can be called with, and
 * as much more as lets the next look call: signs come in steps of 2 / 2^n, and what is less than a step is lost. The
 * longer ones spend evenly (Lan and DeMets 1983).
 */
export const schedules: Readonly<Record<ProfileName, Schedule>> = {
  quick: { looks: [6, 8, 10, 12], spending: [2 / 64, 2 / 64 + 2 / 256, 0.045, totalAlpha] },
  standard: linear(8, 12, 16, 22, 30),
  deep: linear(10, 16, 24, 34, 48),
};
