/** The largest look up to which the null is enumerated: 2 ** 24 sign vectors in two arrays of 128 MiB. */
export const maxEnumeratedRounds = 24;

/**
 * Critical values of a schedule's early looks, -1 where a look cannot reject yet, and the alpha spent by each look,
 * cumulated.
 */
export interface Boundaries {
  readonly critical: readonly number[];
  readonly spent: readonly number[];
}

/**
 * One more round. Bit i of a state is the sign of the round of rank i + 1. The new round's rank and sign are uniform,
 * so a state's probability is the mean over the ranks that the new round may hold of the state without it, halved.
 */
function grow(probabilities: Float64Array, n: number): Float64Array {
  const grown = new Float64Array(2 ** (n + 1));
  for (let state = 0; state < grown.length; state++) {
    let sum = 0;
    for (let rank = 0; rank <= n; rank++) {
      const below = state & ((1 << rank) - 1);
      sum += probabilities[below | ((state >>> (rank + 1)) << rank)] ?? 0;
    }
    grown[state] = sum / (2 * (n + 1));
  }
  return grown;
}

/** Which rank sum is held against the critical value: min(W+, W-), or W+ alone for a bound on one side. */
export type Sides = 'both' | 'one';

/** The rank sum of a sign vector of n rounds. */
function rankSum(state: number, n: number, sides: Sides): number {
  let positive = 0;
  for (let rank = 1, rest = state; rest !== 0; rank++, rest >>>= 1) if (rest & 1) positive += rank;
  return sides === 'one' ? positive : Math.min(positive, (n * (n + 1)) / 2 - positive);
}

/**
 * Enumerates the joint null distribution of the sequential signed-rank test exactly: all sign vectors, with those that
 * stopped at an earlier look removed. `spending` is what may be spent by each of the early `looks`, none above 24.
 */
export function exactBoundaries(looks: readonly number[], spending: readonly number[], sides: Sides): Boundaries {
  let probabilities: Float64Array = Float64Array.of(1);
  let n = 0;
  let total = 0;
  const spent: number[] = [];
  const critical = looks.map((look, k) => {
    for (; n < look; n++) probabilities = grow(probabilities, n);
    const mass = new Float64Array((n * (n + 1)) / 2 + 1);
    for (const [state, probability] of probabilities.entries()) {
      const sum = rankSum(state, n, sides);
      mass[sum] = (mass[sum] ?? 0) + probability;
    }
    let c = -1;
    // The slack is for the rounding of a sum of millions; it is far below the smallest step of the distribution.
    while (total + (mass[c + 1] ?? Number.POSITIVE_INFINITY) <= (spending[k] ?? 0) + 1e-12) {
      c++;
      total += mass[c] ?? 0;
    }
    spent.push(total);
    for (let state = 0; state < probabilities.length; state++) {
      if (rankSum(state, n, sides) <= c) probabilities[state] = 0;
    }
    return c;
  });
  return { critical, spent };
}
