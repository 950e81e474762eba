import type { ProfileName } from '../../model/plan.js';

/** How many of the extreme Walsh averages lie beyond a bound at each look, and the chance of error spent by then. */
export interface BoundaryRow {
  readonly ranks: readonly (number | null)[];
  /** Cumulated, rounded up. */
  readonly spent: readonly number[];
}

/**
 * Repeated signed-rank bounds for the looks of each profile (`schedules.ts`). `bound`: one-sided, at most 5 % spent,
 * evenly over the rounds. `interval`: two-sided, spent as the joint test spends its alpha for one metric. Made by
 * `test/bench/worlds-boundaries.ts`: looks up to 24 rounds by exact enumeration, later ones from 24 million seeded
 * draws, with three standard errors kept in hand.
 */
export const boundaryRanks: Readonly<
  Record<ProfileName, { readonly bound: BoundaryRow; readonly interval: BoundaryRow }>
> = {
  quick: {
    bound: { ranks: [0, 3, 8, 14], spent: [0.01563, 0.02819, 0.04014, 0.04968] },
    interval: { ranks: [0, 1, 4, 9], spent: [0.03125, 0.03711, 0.04291, 0.04986] },
  },
  standard: {
    bound: { ranks: [2, 10, 26, 62, 138], spent: [0.01172, 0.01838, 0.02653, 0.03592, 0.0495] },
    interval: { ranks: [0, 8, 21, 54, 124], spent: [0.00782, 0.01767, 0.02525, 0.03534, 0.04949] },
  },
  deep: {
    bound: { ranks: [5, 23, 73, 176, 400], spent: [0.00977, 0.01589, 0.02454, 0.03513, 0.04964] },
    interval: { ranks: [3, 19, 64, 159, 369], spent: [0.00977, 0.01642, 0.02498, 0.03527, 0.04936] },
  },
};
