import type { RoundCost } from '../model/calibration.js';
import type { Plan } from '../model/plan.js';
import type { Round } from '../model/record.js';
import { slicesOf } from './paired-round.js';
import { median } from './signed-rank.js';

/** What these rounds took. Throws RangeError where none was measured whole. */
export function roundCost({ arms, profile }: Plan, rounds: readonly Round[]): RoundCost {
  const trials = rounds.flatMap((round) => round.trials).filter((trial) => trial.state === 'measured');
  const slices = trials.map((trial) => slicesOf(trial, 'open'));
  const lengths = slices.flat().map(({ load }) => load.elapsedMs + profile.discardMs);
  if (lengths.length === 0) throw new RangeError('no round was measured whole');
  return {
    roundMs: median(rounds.map(({ elapsedMs }) => elapsedMs)),
    openSlicesPerArm: median(slices.map(({ length }) => length)),
    slicePairMs: arms.length * median(lengths),
  };
}

/** The same round with another number of open slices per arm, in milliseconds. */
export function roundMsWith({ roundMs, openSlicesPerArm, slicePairMs }: RoundCost, slices: number): number {
  return roundMs + (slices - openSlicesPerArm) * slicePairMs;
}
