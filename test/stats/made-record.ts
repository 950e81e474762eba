import { type HistogramUs, histogramOf } from '../../src/model/histogram.js';
import type { MetricId } from '../../src/model/metrics.js';
import type { Plan, Profile, ProfileName } from '../../src/model/plan.js';
import type {
  InvalidReason,
  MemoryFacts,
  Round,
  RunRecord,
  Slice,
  SliceKind,
  StartupFacts,
  Trial,
} from '../../src/model/record.js';
import type { Scenario } from '../../src/model/scenario.js';

// Records with exact, made-up numbers: statistics are tested without measuring anything.

export type MeasuredTrial = Extract<Trial, { readonly state: 'measured' }>;

export const defaultGate: readonly MetricId[] = ['startupMs', 'latencyP50Us', 'rssBytes', 'cpuPerRequestUs'];

const looks: Readonly<Record<ProfileName, readonly number[]>> = {
  quick: [6, 8, 10, 12],
  standard: [8, 12, 16, 22, 30],
  deep: [10, 16, 24, 34, 48],
};

export function madeProfile(name: ProfileName): Profile {
  return {
    name,
    looks: looks[name],
    startupCycles: 1,
    pilotRounds: 0,
    warmupRequests: 500,
    mostWarmupRequests: 500,
    openSlicesPerArm: 4,
    openSliceMs: 600,
    closedSlicesPerArm: 2,
    closedSliceMs: 600,
    streamSlicesPerArm: 2,
    streamSliceMs: 600,
    discardMs: 100,
  };
}

const madeScenario: Scenario = {
  name: 'made',
  description: 'made up',
  server: {
    command: ['node', 'server.js'],
    env: {},
    ready: { path: '/health', status: 200 },
    readyTimeoutMs: 10_000,
  },
  populations: {},
  requests: [
    { name: 'list', weight: 3, method: 'GET', path: '/', expect: { status: 200 }, kind: 'plain' },
    { name: 'play', weight: 1, method: 'GET', path: '/video', expect: { status: 206 }, kind: 'stream' },
  ],
  promises: {},
};

export function madePlan(given: Partial<Plan> & { readonly armNames?: readonly string[] } = {}): Plan {
  const { armNames = ['before', 'after'], ...rest } = given;
  return {
    scenario: madeScenario,
    arms: armNames.map((name) => ({ name, setting: name, env: {}, nodeArguments: [] })),
    profile: madeProfile('standard'),
    load: { connections: 10, streams: 4, ratePerSecond: 'auto', requestTimeoutMs: 10_000 },
    database: { kind: 'auto' },
    seed: 1,
    gateMetrics: defaultGate,
    failFast: true,
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
  readonly writeCalls?: number | undefined;
  readonly receivedBytes?: number;
  readonly databaseQueriesUs?: HistogramUs;
  readonly databaseQueryTotalUs?: number;
  readonly commands?: number;
  readonly connectionsOpened?: number;
  readonly noDatabase?: true;
  readonly invalid?: InvalidReason;
  readonly classes?: Slice['load']['classes'];
}

export function madeSlice(given: MadeSlice = {}): Slice {
  const responseCount = given.responseCount ?? 400;
  const latencyUs = given.latencyUs ?? [[1000, responseCount] as const];
  return {
    index: given.index ?? 0,
    load: {
      kind: given.kind ?? 'open',
      elapsedMs: 500,
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
      generator: { cpuShare: 0.2, eventLoopDelayP99Us: 100, sendLatenessP99Us: 100 },
    },
    server: {
      cpuUs: given.cpuUs ?? responseCount * 300,
      gcPauseUs: given.gcPauseUs ?? responseCount * 5,
      gcCount: 2,
      eventLoopUtilization: given.eventLoopUtilization ?? 0.4,
      eventLoopDelayP99Us: 900,
      rssBytes: given.rssBytes ?? 80e6,
      writeCalls: 'writeCalls' in given ? given.writeCalls : responseCount * 2,
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
    ...(given.invalid ? { invalid: { reason: given.invalid, detail: 'made up' } } : {}),
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
}

/** A trial of 8 open and 2 closed slices in which every quantity is its usual value times a factor. */
export function madeTrial(
  armName: string,
  factors: MadeFactors = {},
  given: Partial<MeasuredTrial> = {},
): MeasuredTrial {
  const { startup = 1, latency = 1, cpu = 1, memory = 1 } = factors;
  const memoryFacts: MemoryFacts = {
    peakRssBytes: 95e6 * memory,
    heapAfterGcBytes: 30e6 * memory,
  };
  const open = Array.from({ length: 8 }, (_, index) =>
    madeSlice({ index, latencyUs: [[1000 * latency, 400]], cpuUs: 400 * 300 * cpu, rssBytes: 80e6 * memory }),
  );
  const closed = [0, 1].map((index) => madeSlice({ kind: 'closed', index, responseCount: Math.round(2000 / cpu) }));
  return {
    state: 'measured',
    armName,
    startups: [madeStartup(400 * startup)],
    warmup: { requestCount: 1000, steady: true, windowCpuUs: [300, 300, 300] },
    slices: [...open, ...closed],
    memory: memoryFacts,
    ...given,
  };
}

export function madeInvalid(
  armName: string,
  reason: InvalidReason = 'server-died',
  failures?: { readonly failureCount: number; readonly requestCount: number },
): Trial {
  return {
    state: 'invalid',
    armName,
    reason,
    detail: `made ${reason}`,
    output: [],
    ...(failures ? { failures } : {}),
  };
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
    schemaVersion: 1,
    toolVersion: '0.0.0',
    runId: 'made',
    startedAtIso: '2026-01-01T00:00:00.000Z',
    resumedAtIso: [],
    elapsedMs: 0,
    end: { state: 'complete', detail: '' },
    host: {
      platform: 'linux',
      kernel: '6',
      cpuModel: 'made',
      coreCount: 2,
      memoryBytes: 8e9,
      nodeVersion: 'v20.20.0',
    },
    plan,
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
