import type { Plan } from '../model/plan.js';
import { forecastText } from '../report/forecast.js';
import type { ChooseSlices } from '../run/pilot.js';
import { chooseCalibrated, choosePilot } from '../stats/pilot.js';

/** The slices of a round, from whatever is known of the noise and of the time that is left, and what they foresee. */
export function chooseSlices(
  plan: Plan,
  known: Parameters<ChooseSlices>[0],
  elapsedMs: number,
): ReturnType<ChooseSlices> {
  const budgetLeftMs = (plan.budgetMs ?? Number.POSITIVE_INFINITY) - elapsedMs;
  const choice =
    'calibration' in known
      ? chooseCalibrated(plan, known.calibration, budgetLeftMs)
      : choosePilot(plan, known.pilotRounds, budgetLeftMs);
  if (choice) return { openSlicesPerArm: choice.openSlicesPerArm, forecast: forecastText(plan, choice) };
  const { openSlicesPerArm } = plan.profile;
  return { openSlicesPerArm, forecast: `${openSlicesPerArm} slices a round: no pilot round could be used` };
}
