import type { Arm } from '../model/arm.js';
import type { Plan } from '../model/plan.js';
import { appliesTo } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { type Checked, unlessMistaken } from './checked.js';
import type { CalibrateOptions } from './flags/calibrate-flags.js';
import { databaseFor, isToldBy, mistakesInRate, type PlanSurroundings, requestTimeoutMs } from './make-plan.js';
import { decisionFor, defaultGateMetrics } from './schedule/decision.js';
import { profileOf } from './schedule/profiles.js';
import { scheduleWithSpares } from './schedule/schedule.js';
import { armOf, defaultSetting } from './variants/arms.js';

/** Names that promise nothing: neither is before the other. */
export const calibrationArmNames = ['a', 'b'] as const;

/**
 * A scenario's server under both names. The setting must have been checked (`mistakesInSetting`).
 */
export function calibrationArms({ setting }: Pick<CalibrateOptions, 'setting'>, scenario: Scenario): readonly Arm[] {
  const chosen = setting ?? defaultSetting(scenario.switches, 'last');
  return calibrationArmNames.map((name) => armOf({ name, setting: chosen, env: {} }, scenario));
}

/**
 * The plan that measures the same server under two names, loaded, ordered and judged as `compare` would. All its rounds
 * are to be measured; the profile keeps its looks, because they say what a comparison on this machine will resolve.
 */
export function makeCalibrationPlan(
  options: CalibrateOptions,
  scenario: Scenario,
  arms: readonly Arm[],
  { randomSeed, pinnedCores }: Omit<PlanSurroundings, 'scenarioCount'>,
): Checked<Plan> {
  const { connections, rate } = options;
  const seed = options.seed ?? randomSeed;
  const hasClosedLoop = appliesTo('closed', scenario);
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
      gateMetrics: defaultGateMetrics.filter(
        (metric) => (metric !== 'throughputPerSecond' || hasClosedLoop) && isToldBy(arms, metric),
      ),
      armCount: arms.length,
      scenarioCount: 1,
      seed,
    }),
    failFast: false,
    maxRounds: options.rounds,
    rounds: scheduleWithSpares(calibrationArmNames, options.rounds, seed),
  }));
}
