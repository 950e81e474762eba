import type { Plan } from '../../model/plan.js';
import type { Foresee } from '../../run/pilot/pilot.js';
import { forecast } from '../../stats/looks/forecast.js';

/**
 * What the rounds to come will take and tell, from what they cost here, the machine's calibration, and the time that is
 * left.
 */
export function foreseeing(plan: Plan, sessionMs: () => number): Foresee {
  return ({ phases, cost, roundsDone }, calibration) => {
    const budgetLeftMs = plan.budgetMs === undefined ? Number.POSITIVE_INFINITY : plan.budgetMs - sessionMs();
    const noise = calibration?.metrics ?? [];
    const foreseen = forecast(plan, { phases, cost, noise, budgetLeftMs, roundsDone });
    const missingMs = foreseen.reachesFirstLook
      ? undefined
      : Math.max(0, foreseen.firstLook - roundsDone) * foreseen.roundMs;
    return { forecast: foreseen, missingMs };
  };
}
