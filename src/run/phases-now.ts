import type { Phase } from '../model/plan.js';
import type { PilotFacts } from '../model/record.js';
import type { Foresee } from './pilot/pilot.js';
import type { Recorder } from './recorder.js';
import type { RunContext } from './round/context.js';

/**
 * The phases of the next round. After the first round the forecast is made once more, from what that really took: where
 * the budget would now end before the first look, the rounds that follow are shrunk.
 */
export function phasesNow(
  context: RunContext,
  foresee: Foresee,
  recorder: Recorder,
  pilot: PilotFacts,
): readonly Phase[] {
  const { rounds, calibration } = recorder.record;
  const { phases, cost, refined } = recorder.record.pilot ?? pilot;
  const first = rounds.find(({ trials }) => trials.every(({ state }) => state === 'measured'));
  if (refined || !first) return phases;
  const turns = phases.reduce((sum, phase) => sum + (phase.kind === 'turns' ? phase.turns : 0), 0);
  const dearer = first.elapsedMs / (cost.fixedMs + turns * cost.turnMs + cost.otherPhasesMs);
  const real = {
    fixedMs: cost.fixedMs * dearer,
    turnMs: cost.turnMs * dearer,
    otherPhasesMs: cost.otherPhasesMs * dearer,
  };
  const { forecast } = foresee({ phases, cost: real, roundsDone: 1 }, calibration);
  recorder.update({ pilot: { ...pilot, cost: real, phases: forecast.phases, refined: true } });
  context.emit({ kind: 'forecast', plan: context.plan, forecast, roundsDone: 1 });
  return forecast.phases;
}
