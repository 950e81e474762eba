import type { Launch } from '../../../model/arm.js';
import { type MetricId, metricIds, metricOf } from '../../../model/metrics.js';
import type { Decision, Phase, Plan } from '../../../model/plan.js';
import type { Scenario } from '../../../model/scenario.js';
import type { RunRecord1 } from './record-1.js';

/** Nothing is decided: a schedule without a look. How such a run was judged is not how one is judged now. */
function nothingDecided(seed: number): Decision {
  return {
    looks: [],
    alpha: 0,
    spending: [],
    boundRanks: [],
    intervalRanks: [],
    gateMetrics: [],
    limits: Object.fromEntries(metricIds.map((id) => [id, metricOf(id).limit])) as Record<MetricId, number>,
    seed,
  };
}

/**
 * The phases that today's words describe: slices of the closed and the open loop, as the pilot settled them. Streams
 * ran for a time, not for a number of requests, and have no such phase; their figures are in the slices all the same.
 */
function phasesOf({ plan: { profile, load }, pilot }: RunRecord1): Phase[] {
  const { closedSlicesPerArm, closedSliceMs } = profile;
  const closed: Phase = {
    kind: 'closed',
    batchesPerArm: closedSlicesPerArm,
    requestsPerBatch: 'auto',
    batchMs: closedSliceMs,
    connections: load.connections,
  };
  const open: Phase = {
    kind: 'open',
    slicesPerArm: pilot?.openSlicesPerArm ?? profile.openSlicesPerArm,
    sliceMs: pilot?.openSliceMs ?? profile.openSliceMs,
    ratePerSecond: pilot?.ratePerSecond ?? load.ratePerSecond,
  };
  return [closed, open];
}

type Scenario1 = RunRecord1['plan']['scenario'];

/** Every arm ran the scenario's one program. Where its code lay was not kept. */
function launchOf({ server: { command } }: Scenario1): Launch {
  return { source: { kind: 'folder', path: '{repository}' }, command, nodeArguments: [] };
}

function migrateScenario({ server, seed, ...kept }: Scenario1): Scenario {
  const { env, ready, readyTimeoutMs } = server;
  const { switches, ...rest } = kept;
  return {
    ...rest,
    ...(switches ? { switches } : {}),
    launch: launchOf({ server, ...kept }),
    target: { env, ready, readyTimeoutMs, ...(seed ? { seed } : {}) },
  };
}

/** The plan of schema 1 in today's words, without what it does not have: turns and a decision. */
export function migratePlan(record: RunRecord1): Plan {
  const { scenario, arms, profile, load, database, seed, failFast, rounds, pinnedCores, budgetMs } = record.plan;
  const { name, startupCycles, warmupRequests, mostWarmupRequests } = profile;
  return {
    scenario: migrateScenario(scenario),
    arms: arms.map((arm) => ({ ...launchOf(scenario), ...arm })),
    profile: {
      name,
      startupCycles,
      // A turn is one request to each arm: as many requests, though one arm after another.
      warmup: { turns: warmupRequests, maxTurns: mostWarmupRequests },
      phases: phasesOf(record),
    },
    load: { connections: load.connections, requestTimeoutMs: load.requestTimeoutMs },
    database,
    ...(pinnedCores ? { pinnedCores } : {}),
    seed,
    ...(budgetMs === undefined ? {} : { budgetMs }),
    decision: nothingDecided(seed),
    failFast,
    maxRounds: rounds.length,
    rounds,
  };
}
