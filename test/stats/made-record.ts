import type { GeneratorFailure, TrialFailure } from '../../src/model/failure.js';
import { type HistogramUs, histogramOf } from '../../src/model/histogram.js';
import { type MetricId, metrics } from '../../src/model/metrics.js';
import type { Decision, Phase, Plan, Profile, ProfileName } from '../../src/model/plan.js';
import type { Round, RunRecord } from '../../src/model/record.js';
import type { Scenario } from '../../src/model/scenario.js';
import type { Slice, SliceKind, Turns } from '../../src/model/slice.js';
import type { InvalidTrial, MeasuredTrial, MemoryFacts, StartupFacts, Trial } from '../../src/model/trial.js';
import { type DecisionInput, decisionFor, defaultGateMetrics } from '../../src/plan/schedule/decision.js';

// Records with exact, made-up numbers: statistics are tested without measuring anything.

export const defaultGate: readonly MetricId[] = defaultGateMetrics;

const phases: readonly Phase[] = [
  { kind: 'turns', turns: 40 },
  { kind: 'closed', batchesPerArm: 2, requestsPerBatch: 400, batchMs: 500, connections: 10 },
  { kind: 'open', slicesPerArm: 2, sliceMs: 500, ratePerSecond: 800 },
];

export function madeProfile(name: ProfileName): Profile {
  return { name, startupCycles: 1, warmup: { turns: 60, maxTurns: 60 }, phases };
}

/** The decision of a profile for two arms and one scenario. */
export function madeDecision(profileName: ProfileName, given: Partial<DecisionInput> = {}): Decision {
  return decisionFor({ profileName, armCount: 2, scenarioCount: 1, seed: 1, ...given });
}

const madeScenario: Scenario = {
  name: 'made',
  description: 'made up',
  launch: { source: { kind: 'folder', path: '.' }, command: ['node', 'server.js'], nodeArguments: [] },
  target: { env: {}, ready: { path: '/health', status: 200 }, readyTimeoutMs: 10_000 },
  populations: {},
  requests: [
    { name: 'list', weight: 3, method: 'GET', path: '/', expect: { status: 200 }, kind: 'plain' },
    { name: 'play', weight: 1, method: 'GET', path: '/video', expect: { status: 206 }, kind: 'stream' },
  ],
  promises: {},
};

/** A plan; its decision is that of its profile unless one is given. */
export function madePlan(given: Partial<Plan> & { readonly armNames?: readonly string[] } = {}): Plan {
  const { armNames = ['before', 'after'], profile = madeProfile('standard'), ...rest } = given;
  return {
    scenario: madeScenario,
    arms: armNames.map((name) => ({ ...madeScenario.launch, name, setting: name, env: {} })),
    profile,
    load: { connections: 10, requestTimeoutMs: 10_000 },
    database: { kind: 'auto' },
    seed: 1,
    decision: madeDecision(profile.name, { armCount: armNames.length }),
    failFast: true,
    maxRounds: 12,
    rounds: [],
    ...rest,
  };
}

/** What a made slice shows; every value has a default. */
export interface MadeSlice {
  readonly kind?: SliceKind;
  readonly index?: number;
  readonly responseCount?: number;
  readonly failureCount?: number;
  readonly latencyUs?: HistogramUs;
  readonly firstByteUs?: HistogramUs;
  readonly cpuUs?: number;
  readonly rssBytes?: number;
  readonly gcPauseUs?: number;
  readonly eventLoopUtilization?: number;
  readonly outputWrites?: number | undefined;
  readonly receivedBytes?: number;
  readonly databaseQueriesUs?: HistogramUs;
  readonly databaseQueryTotalUs?: number;
  readonly commands?: number;
  readonly connectionsOpened?: number;
  readonly noDatabase?: true;
  readonly invalid?: GeneratorFailure['kind'];
  readonly classes?: Slice['load']['classes'];
  readonly turns?: Turns;
  readonly elapsedMs?: number;
}

/** One failure of each kind. */
const madeFailures: {
  readonly [Kind in TrialFailure['kind']]: Extract<TrialFailure, { kind: Kind }>;
} = {
  'not-ready': { kind: 'not-ready', cause: { kind: 'ended', end: { kind: 'exited', code: 3 } } },
  'server-died': { kind: 'server-died', end: { kind: 'killed', signal: 'SIGKILL' } },
  'server-silent': { kind: 'server-silent', pid: 7, cause: { kind: 'channel-closed' } },
  'wrong-answers': { kind: 'wrong-answers', cause: { kind: 'broken-connections', count: 100 } },
  'no-responses': { kind: 'no-responses', afterMs: 500 },
  'generator-saturated': { kind: 'generator-saturated', cpuShare: 0.9 },
  'generator-late': { kind: 'generator-late', cause: { kind: 'sent-late', lateShare: 0.1 } },
  'generator-out-of-resources': { kind: 'generator-out-of-resources', resource: 'local-ports' },
};

export function madeSlice(given: MadeSlice = {}): Slice {
  const responseCount = given.responseCount ?? 400;
  const latencyUs = given.latencyUs ?? [[1000, responseCount] as const];
  return {
    index: given.index ?? 0,
    load: {
      kind: given.kind ?? 'open',
      elapsedMs: given.elapsedMs ?? 500,
      plannedCount: responseCount,
      sentCount: responseCount,
      responseCount,
      failureCount: given.failureCount ?? 0,
      failureExamples: [],
      receivedBytes: given.receivedBytes ?? responseCount * 200,
      latencyUs,
      latencyTotalUs: latencyUs.reduce((sum, [valueUs, count]) => sum + valueUs * count, 0),
      firstByteUs: given.firstByteUs ?? [],
      classes: given.classes ?? {},
      ...(given.turns ? { turns: given.turns } : {}),
      generator: { cpuShare: 0.2, eventLoopDelayP99Us: 100, lateShare: undefined, reconnects: 0 },
    },
    server: {
      cpuUs: given.cpuUs ?? responseCount * 300,
      gcPauseUs: given.gcPauseUs ?? responseCount * 5,
      gcCount: 2,
      eventLoopUtilization: given.eventLoopUtilization ?? 0.4,
      eventLoopDelayP99Us: 900,
      rssBytes: given.rssBytes ?? 80e6,
      outputWrites: 'outputWrites' in given ? given.outputWrites : responseCount * 2,
      databaseQueriesUs: given.databaseQueriesUs ?? [[500, responseCount] as const],
      databaseQueryTotalUs: given.databaseQueryTotalUs ?? responseCount * 500,
    },
    database: given.noDatabase
      ? undefined
      : {
          commands: given.commands ?? responseCount,
          connectionsOpened: given.connectionsOpened ?? 0,
          cpuUs: undefined,
        },
    ...(given.invalid ? { invalid: madeFailures[given.invalid] } : {}),
  };
}

export function madeStartup(readyMs: number, marksMs: Readonly<Record<string, number>> = {}): StartupFacts {
  return { readyMs, bootMs: readyMs * 0.1, listeningMs: readyMs * 0.9, marksMs };
}

/** How much larger than usual each quantity is: factors, so that 1.1 plants ten percent more. */
export interface MadeFactors {
  readonly startup?: number;
  readonly latency?: number;
  readonly cpu?: number;
  readonly memory?: number;
  readonly throughput?: number;
}

/**
 * Turns of two request classes, three of `list` to one of `play`, that take what a function of their index says; null:
 * it failed.
 */
function madeTurns(count: number, latencyUs: (index: number) => number | null): Turns {
  const each = Array.from({ length: count }, (_, index) => index);
  return {
    classNames: ['list', 'play'],
    classIndex: each.map((index) => (index % 4 === 3 ? 1 : 0)),
    latencyUs: each.map(latencyUs),
    position: each.map((index) => index % 2),
  };
}

/** A slice of turns: 40 of a millisecond each, times `latency`. */
export function madeTurnSlice(
  latency = 1,
  given: MadeSlice & { readonly latencyOf?: (index: number) => number | null } = {},
): Slice {
  const turns = madeTurns(given.responseCount ?? 40, given.latencyOf ?? (() => 1000 * latency));
  return madeSlice({ kind: 'turns', responseCount: 40, elapsedMs: 40, turns, ...given });
}

/** A trial of 40 turns, 2 closed and 2 open slices in which every quantity is its usual value times a factor. */
export function madeTrial(
  armName: string,
  factors: MadeFactors = {},
  given: Partial<MeasuredTrial> = {},
): MeasuredTrial {
  const { startup = 1, latency = 1, cpu = 1, memory = 1, throughput = 1 } = factors;
  const memoryFacts: MemoryFacts = {
    peakRssBytes: 95e6 * memory,
    heapUsedBytes: 30e6 * memory,
    externalBytes: 10e6 * memory,
  };
  const turns = madeTurnSlice(latency, { cpuUs: 40 * 300 * cpu });
  const open = [0, 1].map((index) => madeSlice({ index, latencyUs: [[1000 * latency, 400]], rssBytes: 80e6 * memory }));
  const closed = [0, 1].map((index) =>
    madeSlice({ kind: 'closed', index, elapsedMs: 200 / throughput, rssBytes: 80e6 * memory }),
  );
  return {
    state: 'measured',
    armName,
    startups: [madeStartup(400 * startup)],
    warmup: { requestCount: 1000, steady: true, windowCpuUs: [300, 300, 300] },
    slices: [turns, ...closed, ...open],
    memory: memoryFacts,
    ...given,
  };
}

/** `requests`: how many of them failed, and made the trial invalid by that. */
export function madeInvalid(
  armName: string,
  kind: TrialFailure['kind'] = 'server-died',
  requests?: { readonly failureCount: number; readonly requestCount: number },
): InvalidTrial {
  const failure: TrialFailure = requests
    ? { kind: 'wrong-answers', cause: { kind: 'failed-requests', ...requests } }
    : madeFailures[kind];
  return { state: 'invalid', armName, failure, output: [] };
}

export function madeRound(index: number, trials: readonly Trial[], given: Partial<Round> = {}): Round {
  return {
    index,
    attempt: 0,
    startedAtIso: '2026-01-01T00:00:00.000Z',
    elapsedMs: 10_000,
    armOrder: trials.map(({ armName }) => armName),
    trials,
    quietness: { foreignCpuShare: 0.01, stealShare: 0, cpuPressureShare: 0 },
    ...given,
  };
}

/** Rounds made by a function of their index: a pair of trials each. */
export function madeRounds(count: number, trialsOf: (index: number) => readonly Trial[]): Round[] {
  return Array.from({ length: count }, (_, index) => madeRound(index, trialsOf(index)));
}

export function madeRecord(rounds: readonly Round[], plan: Plan = madePlan()): RunRecord {
  return {
    schemaVersion: 2,
    toolVersion: '0.0.0',
    runId: 'made',
    startedAtIso: '2026-01-01T00:00:00.000Z',
    resumedAtIso: [],
    elapsedMs: 0,
    end: { state: 'complete', reason: { kind: 'all-decided' } },
    host: {
      platform: 'linux',
      kernel: '6',
      cpuModel: 'made',
      coreCount: 2,
      memoryBytes: 8e9,
      nodeVersion: 'v20.20.0',
    },
    plan,
    metrics,
    database: undefined,
    seeds: [],
    pilot: undefined,
    rounds,
    warnings: [],
  };
}

/** A histogram of `count` values spread evenly from `lowUs` to `highUs`. */
export function spreadUs(lowUs: number, highUs: number, count: number): HistogramUs {
  return histogramOf(Array.from({ length: count }, (_, i) => lowUs + ((highUs - lowUs) * i) / Math.max(1, count - 1)));
}

/**
 * Small, symmetric, never repeating noise around 0: the same for every test, no randomness involved. The golden ratio's
 * multiples modulo 1 fill the interval evenly (Weyl).
 */
export function wobble(index: number, size: number): number {
  return size * (((index + 1) * 0.618033988749895) % 1) - size / 2;
}
