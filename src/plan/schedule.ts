import type { PlannedRound } from '../model/plan.js';
import { seededRandom } from '../model/random.js';

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
  const random = seededRandom(seed);
  return Array.from({ length: roundCount }, (_, index) => ({
    index,
    armOrder: shuffled(armNames, random),
    environmentPaddingBytes: Math.floor(random() * 4097),
    loadSeed: Math.floor(random() * 2 ** 32),
  }));
}
