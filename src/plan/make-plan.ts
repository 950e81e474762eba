import { type MetricId, metricIds, metrics } from '../model/metrics.js';
import type { PinnedCores } from '../model/pinning.js';
import type { LoadPlan, Plan, Profile } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { makeArms } from './arms.js';
import type { CompareOptions } from './compare-options.js';
import { type Mistake, PlanError } from './mistake.js';
import { profiles } from './profiles.js';
import { scheduleRounds } from './schedule.js';

/** The metrics that the verdict is about when nobody says otherwise. */
export const usualGateMetrics: readonly MetricId[] = metricIds.filter((id) => metrics[id].gate);

/** The load when nobody says otherwise. */
export const usualLoad: LoadPlan = { connections: 10, streams: 4, ratePerSecond: 'auto', requestTimeoutMs: 10_000 };

/** The profile with no look beyond `mostRounds`. */
function shorten(profile: Profile, mostRounds: number | undefined, mistakes: Mistake[]): Profile {
  if (mostRounds === undefined) return profile;
  const looks = profile.looks.filter((look) => look <= mostRounds);
  if (looks.length === 0) {
    mistakes.push({
      where: '--rounds',
      problem: `the ${profile.name} profile first decides after ${profile.looks[0]} rounds; ask for at least that many`,
    });
  }
  return { ...profile, looks };
}

/**
 * The complete, validated and scheduled plan for one scenario.
 *
 * `freshSeed` is used when the options give none. Throws PlanError with every mistake at once; nothing has been started then.
 */
export function makePlan(
  options: CompareOptions,
  scenario: Scenario,
  freshSeed: number,
  pinnedCores?: PinnedCores | undefined,
): Plan {
  const { arms, mistakes } = makeArms(options, scenario);
  const profile = shorten(profiles[options.profile], options.rounds, mistakes);
  if (mistakes.length > 0) throw new PlanError(mistakes);
  const seed = options.seed ?? freshSeed;
  return {
    scenario,
    arms,
    profile,
    load: {
      ...usualLoad,
      connections: options.connections,
      ratePerSecond: options.rate ?? usualLoad.ratePerSecond,
    },
    database: options.db,
    ...(pinnedCores ? { pinnedCores } : {}),
    seed,
    ...(options.budget === undefined ? {} : { budgetMs: options.budget }),
    gateMetrics: options.metrics ?? usualGateMetrics,
    failFast: options.failFast,
    rounds: scheduleRounds(
      arms.map(({ name }) => name),
      profile.looks.at(-1) ?? 0,
      seed,
    ),
  };
}
