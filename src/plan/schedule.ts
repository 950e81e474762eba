import type { PlannedRound } from '../model/plan.js';

/**
 * A seeded generator of numbers in [0, 1): mulberry32 by Tommy Ettinger (public domain), 32 bits of state, enough for
 * coins and paddings. The same seed gives the same run on every machine.
 */
function coins(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher-Yates. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [result[i], result[j]];
    if (a !== undefined && b !== undefined) [result[i], result[j]] = [b, a];
  }
  return result;
}

/**
 * Decides every round before the first is measured: which arm goes first (a fair coin per round, because a fixed or
 * alternating order turns drift into an effect), the padding and the seed of the load.
 */
export function scheduleRounds(armNames: readonly string[], roundCount: number, seed: number): PlannedRound[] {
  const random = coins(seed);
  return Array.from({ length: roundCount }, (_, index) => ({
    index,
    armOrder: shuffled(armNames, random),
    environmentPaddingBytes: Math.floor(random() * 4097),
    loadSeed: Math.floor(random() * 2 ** 32),
  }));
}
