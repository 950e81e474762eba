import type { Plan } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { armOf } from './arms.js';
import type { CalibrateOptions } from './calibrate-options.js';
import { usualGateMetrics, usualLoad } from './make-plan.js';
import { profiles } from './profiles.js';
import { scheduleRounds } from './schedule.js';

/** Names that promise nothing: neither is before the other. */
const armNames = ['a', 'b'] as const;

/**
 * The plan that measures the same server under two names, loaded, ordered and judged as `compare` would. All its rounds
 * are to be measured; the profile keeps its looks, because they say what a comparison on this machine will resolve.
 *
 * `freshSeed` is used when the options give none. The setting must have been checked (`mistakesInSetting`).
 */
export function makeCalibrationPlan(options: CalibrateOptions, scenario: Scenario, freshSeed: number): Plan {
  const seed = options.seed ?? freshSeed;
  return {
    scenario,
    arms: armNames.map((name) => armOf({ name, setting: options.setting, env: {} }, scenario)),
    profile: profiles[options.profile],
    load: usualLoad,
    database: options.db,
    seed,
    ...(options.budget === undefined ? {} : { budgetMs: options.budget }),
    gateMetrics: usualGateMetrics,
    failFast: false,
    rounds: scheduleRounds(armNames, options.rounds, seed),
  };
}
