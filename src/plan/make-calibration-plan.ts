import type { Plan } from '../model/plan.js';
import { appliesTo } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { type Checked, unlessMistaken } from './checked.js';
import type { CalibrateOptions } from './flags/calibrate-flags.js';
import { databaseFor, mistakesInRate, type PlanSurroundings, requestTimeoutMs } from './make-plan.js';
import { decisionFor, defaultGateMetrics } from './schedule/decision.js';
import { profileOf } from './schedule/profiles.js';
import { scheduleWithSpares } from './schedule/schedule.js';
import { armOf, defaultSetting } from './variants/arms.js';

/** Names that promise nothing: neither is before the other. */
const armNames = ['a', 'b'] as const;

/**
 * The plan that measures the same server under two names, loaded, ordered and judged as `compare` would. All its rounds
 * are to be measured; the profile keeps its looks, because they say what a comparison on this machine will resolve.
 *
 * The setting must have been checked (`mistakesInSetting`).
 */
export function makeCalibrationPlan(
  options: CalibrateOptions,
  scenario: Scenario,
  { randomSeed, pinnedCores }: Omit<PlanSurroundings, 'scenarioCount'>,
): Checked<Plan> {
  const { connections, rate } = options;
  const seed = options.seed ?? randomSeed;
  const hasClosedLoop = appliesTo('closed', scenario);
  const setting = options.setting ?? defaultSetting(scenario.switches, 'last');
  const arms = armNames.map((name) => armOf({ name, setting, env: {} }, scenario));
  const profile = profileOf(options.profile, connections, rate ?? 'auto');
  return unlessMistaken(mistakesInRate(rate, profile), () => ({
    scenario,
    arms,
    profile,
    load: { connections, requestTimeoutMs },
    ...databaseFor(scenario, arms, options.db),
    ...(pinnedCores ? { pinnedCores } : {}),
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
  }));
}
