import type { Plan } from '../model/plan.js';
import { appliesTo } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import type { CalibrateOptions } from './flags/calibrate-options.js';
import { requestTimeoutMs } from './make-plan.js';
import { decisionFor, defaultGateMetrics } from './schedule/decision.js';
import { profileOf } from './schedule/profiles.js';
import { scheduleWithSpares } from './schedule/schedule.js';
import { armOf } from './variants/arms.js';

/** Names that promise nothing: neither is before the other. */
const armNames = ['a', 'b'] as const;
const connections = 10;

/**
 * The plan that measures the same server under two names, loaded, ordered and judged as `compare` would. All its rounds
 * are to be measured; the profile keeps its looks, because they say what a comparison on this machine will resolve.
 *
 * `randomSeed` is used when the options give none. The setting must have been checked (`mistakesInSetting`).
 */
export function makeCalibrationPlan(options: CalibrateOptions, scenario: Scenario, randomSeed: number): Plan {
  const seed = options.seed ?? randomSeed;
  const hasClosedLoop = appliesTo('closed', scenario);
  return {
    scenario,
    arms: armNames.map((name) => armOf({ name, setting: options.setting, env: {} }, scenario)),
    profile: profileOf(options.profile, connections, 'auto'),
    load: { connections, requestTimeoutMs },
    database: options.db,
    seed,
    ...(options.budget === undefined ? {} : { budgetMs: options.budget }),
    decision: decisionFor({
      profileName: options.profile,
      gateMetrics: defaultGateMetrics.filter((metric) => metric !== 'throughputPerSecond' || hasClosedLoop),
      armCount: armNames.length,
      scenarioCount: 1,
      seed,
    }),
    failFast: false,
    maxRounds: options.rounds,
    rounds: scheduleWithSpares(armNames, options.rounds, seed),
  };
}
