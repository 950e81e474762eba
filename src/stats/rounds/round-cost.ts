import type { RoundCost } from '../../model/calibration.js';
import type { Plan } from '../../model/plan.js';
import type { Round } from '../../model/record.js';
import type { SliceKind } from '../../model/slice.js';
import type { MeasuredTrial } from '../../model/trial.js';
import { median } from '../math/signed-rank.js';
import { slicesOf } from './paired-round.js';
import { turnsIn } from './turns.js';

function measured({ trials }: Round): MeasuredTrial[] {
  return trials.filter((trial) => trial.state === 'measured');
}

function loadMs(trial: MeasuredTrial, ...kinds: readonly SliceKind[]): number {
  return slicesOf(trial, ...kinds).reduce((sum, { load }) => sum + load.elapsedMs, 0);
}

/**
 * What the parts of these rounds took, as medians over the rounds in which every arm was measured. A turn's time is
 * that of its requests; what a loop needs to start and stop is told as part of `fixedMs`. `undefined` where no round
 * was measured whole.
 */
export function roundCost({ arms }: Pick<Plan, 'arms'>, rounds: readonly Round[]): RoundCost | undefined {
  const whole = rounds.filter((round) => measured(round).length === arms.length);
  if (whole.length === 0) return undefined;
  const parts = whole.map((round) => {
    const trials = measured(round);
    const turns = Math.max(...trials.map((trial) => turnsIn(trial).flatMap(({ latencyUs }) => latencyUs).length));
    // All arms take their turns at the same time, and every other load one after another.
    const turnsMs = Math.max(...trials.map((trial) => loadMs(trial, 'turns')));
    const otherPhasesMs = trials.reduce((sum, trial) => sum + loadMs(trial, 'closed', 'open', 'stream'), 0);
    return {
      fixedMs: Math.max(0, round.elapsedMs - turnsMs - otherPhasesMs),
      turnMs: turns === 0 ? 0 : turnsMs / turns,
      otherPhasesMs,
    };
  });
  return {
    fixedMs: median(parts.map(({ fixedMs }) => fixedMs)),
    turnMs: median(parts.map(({ turnMs }) => turnMs)),
    otherPhasesMs: median(parts.map(({ otherPhasesMs }) => otherPhasesMs)),
  };
}
