import type { PlannedRound } from '../../model/plan.js';
import { seededRandom, shuffled } from '../../model/random.js';

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

/** The same, and half as many spare rounds behind them, for those that turn out invalid. */
export function scheduleWithSpares(armNames: readonly string[], roundCount: number, seed: number): PlannedRound[] {
  return scheduleRounds(armNames, roundCount + Math.ceil(roundCount / 2), seed);
}
