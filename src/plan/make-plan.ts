import { type Arm, runsOnNode } from '../model/arm.js';
import type { MetricId } from '../model/metrics.js';
import { metricOf } from '../model/metrics.js';
import type { PinnedCores } from '../model/pinning.js';
import { asksFor } from '../model/placeholders.js';
import { appliesTo, type DatabaseChoice, type PhaseKind, type Plan, type Profile } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { type Checked, type Mistake, mistakesOf, unlessMistaken } from './checked.js';
import { conditionFor, mistakesInCondition } from './condition.js';
import type { CompareOptions } from './flags/compare-flags.js';
import { alphaFor, decisionFor, defaultGateMetrics, fewestCallingRounds } from './schedule/decision.js';
import { profileOf } from './schedule/profiles.js';
import { scheduleWithSpares } from './schedule/schedule.js';

export const requestTimeoutMs = 10_000;

/** What makePlan has to know beside the options. */
export interface PlanSurroundings {
  /** Used when the options give none. */
  readonly randomSeed: number;
  /** Scenarios that are judged together: they share alpha. */
  readonly scenarioCount: number;
  readonly pinnedCores?: PinnedCores | undefined;
}

/** The phase that a group of metrics comes from, for those that have one of their own. */
const phaseOfGroup: Readonly<Record<string, PhaseKind>> = {
  throughput: 'closed',
  streaming: 'stream',
  'latency under load': 'open',
};

/** Why a metric cannot be measured by this profile on this scenario; undefined when it can. */
function unmeasurable(metric: MetricId, profile: Profile, scenario: Scenario): string | undefined {
  const kind = phaseOfGroup[metricOf(metric).group];
  if (kind === undefined) return undefined;
  if (!profile.phases.some((phase) => phase.kind === kind))
    return `${metric} comes from the ${kind} loop, which the ${profile.name} profile does not have; use --profile standard`;
  if (!appliesTo(kind, scenario))
    return `${metric} cannot be measured on the scenario ${scenario.name}, which has no such requests; leave it out`;
  return undefined;
}

/**
 * The database of a plan: what the user chose, `auto` unless they did; none where neither target nor arms ask for one.
 */
export function databaseFor(
  { target }: Scenario,
  arms: readonly Arm[],
  chosen: DatabaseChoice = { kind: 'auto' },
): Pick<Plan, 'database'> {
  return asksFor('database', [target, arms]) ? { database: chosen } : {};
}

/** The complete, validated and scheduled plan for one scenario, or every mistake at once. */
export function makePlan(
  options: CompareOptions,
  scenario: Scenario,
  arms: Checked<readonly Arm[]>,
  surroundings: PlanSurroundings,
): Checked<Plan> {
  const profile = profileOf(options.profile, options.connections, options.rate ?? 'auto');
  const mistakes = [...mistakesOf(arms), ...mistakesInMeasuring(options, scenario, profile, surroundings)];
  if (arms.state === 'mistaken') return { state: 'mistaken', mistakes };
  if (options.db !== undefined && !databaseFor(scenario, arms.value).database)
    mistakes.push({ where: '--db', problem: `no arm of ${scenario.name} asks for a database; leave it out` });
  const { database } = databaseFor(scenario, arms.value, options.db);
  mistakes.push(...mistakesInCondition(options, database, scenario.name));
  return unlessMistaken(mistakes, () => scheduled(options, scenario, arms.value, profile, surroundings));
}

/** A rate is that of an open loop. */
export function mistakesInRate(rate: number | undefined, { name, phases }: Profile): Mistake[] {
  if (rate === undefined || phases.some(({ kind }) => kind === 'open')) return [];
  const problem = `the ${name} profile has no open loop; leave it out, or use --profile standard`;
  return [{ where: '--rate', problem }];
}

/** What is wrong with how much, and what, is to be measured. */
function mistakesInMeasuring(
  options: CompareOptions,
  scenario: Scenario,
  profile: Profile,
  { scenarioCount }: PlanSurroundings,
): Mistake[] {
  const { rounds, rate, metrics = [], arm } = options;
  const mistakes: Mistake[] = [];
  // Before and after, and those that were added.
  const fewest = fewestCallingRounds(alphaFor(2 + arm.length, scenarioCount));
  if (rounds !== undefined && rounds < fewest)
    mistakes.push({
      where: '--rounds',
      problem: `a change cannot be called before ${fewest} rounds; ask for at least that many`,
    });
  mistakes.push(...mistakesInRate(rate, profile));
  for (const metric of metrics) {
    const problem = unmeasurable(metric, profile, scenario);
    if (problem) mistakes.push({ where: '--metrics', problem });
    if (metric === 'databaseBytesPerRequest' && !conditionFor(options).condition?.databaseLink)
      mistakes.push({
        where: '--metrics',
        problem: `${metric} is counted on a link to the database; add --database-rtt or --database-bandwidth`,
      });
  }
  return mistakes;
}

/** The plan of options without a mistake. */
function scheduled(
  options: CompareOptions,
  scenario: Scenario,
  arms: readonly Arm[],
  profile: Profile,
  { randomSeed, scenarioCount, pinnedCores }: PlanSurroundings,
): Plan {
  const seed = options.seed ?? randomSeed;
  const decision = decisionFor({
    profileName: profile.name,
    rounds: options.rounds,
    gateMetrics:
      options.metrics ??
      defaultGateMetrics.filter((metric) => !unmeasurable(metric, profile, scenario) && isToldBy(arms, metric)),
    limits: options.limit,
    armCount: arms.length,
    scenarioCount,
    seed,
  });
  const maxRounds = decision.looks.at(-1) ?? 0;
  return {
    scenario,
    arms,
    profile,
    load: { connections: options.connections, requestTimeoutMs },
    ...databaseFor(scenario, arms, options.db),
    ...conditionFor(options),
    ...(pinnedCores ? { pinnedCores } : {}),
    seed,
    ...(options.budget === undefined ? {} : { budgetMs: options.budget }),
    decision,
    failFast: options.failFast,
    maxRounds,
    rounds: scheduleWithSpares(
      arms.map(({ name }) => name),
      maxRounds,
      seed,
    ),
  };
}

/** Memory in use after a collection is told by Node alone. */
export function isToldBy(arms: readonly Arm[], metric: MetricId): boolean {
  return metric !== 'memoryInUseBytes' || arms.every(runsOnNode);
}
