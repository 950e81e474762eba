import type { Analysis, Comparison, Measured, Outcome } from '../../src/model/analysis.js';
import { type MetricId, metricOf } from '../../src/model/metrics.js';
import type { Plan } from '../../src/model/plan.js';
import type { Round, RunRecord } from '../../src/model/record.js';
import type { Scenario } from '../../src/model/scenario.js';
import type { Verdict } from '../../src/model/verdict.js';
import type { ReportInput } from '../../src/report/contents.js';

// Records and analyses with exact, made-up numbers: reports are tested without measuring anything.

function value(number: number): Measured {
  return { state: 'value', value: number };
}

export function absent(reason: string): Measured {
  return { state: 'absent', reason };
}

interface Made {
  readonly metric: MetricId;
  readonly before: number | Measured;
  readonly after: number | Measured;
  readonly outcome: Outcome;
  readonly interval?: readonly [low: number, high: number];
  readonly reason?: string;
  readonly detectableEffect?: number;
  readonly warnings?: readonly string[];
  readonly armName?: string;
}

function measured(given: number | Measured): Measured {
  return typeof given === 'number' ? value(given) : given;
}

/** A comparison with the ratio of its two values. */
export function made(given: Made): Comparison {
  const before = measured(given.before);
  const after = measured(given.after);
  const known = before.state === 'value' && after.state === 'value' && before.value > 0;
  const interval = given.interval && { low: given.interval[0], high: given.interval[1] };
  return {
    metric: given.metric,
    armName: given.armName ?? 'after',
    referenceName: 'before',
    before,
    after,
    change: known
      ? {
          ratio: after.value / before.value,
          interval,
          equivalenceInterval: interval,
          roundCount: 12,
          roundSd: 0.04,
          detectableEffect: given.detectableEffect,
        }
      : undefined,
    outcome: given.outcome,
    reason: given.reason ?? '',
    gate: metricOf(given.metric).gate,
    warnings: given.warnings ?? [],
  };
}

export const typicalComparisons: readonly Comparison[] = [
  made({ metric: 'startupMs', before: 512, after: 353, outcome: 'improved', interval: [0.62, 0.78] }),
  made({ metric: 'startupBootMs', before: 41.2, after: 41.4, outcome: 'no difference', interval: [0.981, 1.024] }),
  made({ metric: 'startupModulesMs', before: 221, after: 139, outcome: 'improved', interval: [0.58, 0.69] }),
  made({ metric: 'latencyMeanUs', before: 2310, after: 2040, outcome: 'improved', interval: [0.85, 0.93] }),
  made({ metric: 'latencyP50Us', before: 1820, after: 1600, outcome: 'improved', interval: [0.84, 0.92] }),
  made({
    metric: 'latencyP95Us',
    before: 5210,
    after: 4980,
    outcome: 'inconclusive',
    interval: [0.81, 1.12],
    reason: 'the interval holds both a gain and a loss',
    detectableEffect: 0.18,
  }),
  made({
    metric: 'latencyP99Us',
    before: absent('4,100 requests per round, it takes 10,000'),
    after: absent('4,100 requests per round, it takes 10,000'),
    outcome: 'inconclusive',
    reason: '4,100 requests per round, it takes 10,000',
  }),
  made({ metric: 'throughputPerSecond', before: 1204, after: 1466, outcome: 'improved', interval: [1.16, 1.28] }),
  made({
    metric: 'rssBytes',
    before: 98.4 * 2 ** 20,
    after: 97.9 * 2 ** 20,
    outcome: 'no difference',
    interval: [0.988, 1.003],
  }),
  made({ metric: 'databaseQueryUs', before: 10_400, after: 720, outcome: 'improved', interval: [0.061, 0.083] }),
  made({ metric: 'databaseConnectionsPerRequest', before: 1.42, after: 0, outcome: 'improved' }),
  made({
    metric: 'cpuPerRequestUs',
    before: 812,
    after: 790,
    outcome: 'inconclusive',
    interval: [0.93, 1.01],
    reason: 'the interval holds both a gain and a loss',
    detectableEffect: 0.041,
  }),
  made({ metric: 'writeCallsPerRequest', before: 1, after: 0.02, outcome: 'improved', interval: [0.02, 0.02] }),
  made({
    metric: 'timeToFirstByteUs',
    before: 3100,
    after: absent('no stream slice was good'),
    outcome: 'inconclusive',
    reason: 'no stream slice was good',
  }),
  made({ metric: 'errorShare', before: 0, after: 0, outcome: 'no difference' }),
];

const scenario: Scenario = {
  name: 'browsing',
  description: 'visitors list, search, open and like videos',
  server: { command: ['server.js'], env: {}, ready: { path: '/health', status: 200 }, readyTimeoutMs: 20_000 },
  switches: { env: 'LOTUS_OPTIMIZATIONS', names: ['health-cache'], settings: ['before', 'default', 'after'] },
  populations: {},
  requests: [],
  promises: {
    startupMs: { text: '40 % faster', ratio: 0.6 },
    latencyMeanUs: { text: '42 % lower', ratio: 0.58 },
    throughputPerSecond: { text: '50 % higher', ratio: 1.5 },
    rssBytes: { text: '30 % lower', ratio: 0.7 },
    databaseQueryUs: { text: '100x faster', ratio: 0.01 },
    writeCallsPerRequest: { text: '50x fewer write calls', ratio: 0.02 },
  },
};

function arm(name: string) {
  return { name, setting: name, env: { LOTUS_OPTIMIZATIONS: name }, nodeArguments: [] };
}

function makePlan(armNames: readonly string[]): Plan {
  return {
    scenario,
    arms: armNames.map(arm),
    profile: {
      name: 'standard',
      looks: [8, 12, 16],
      startupCycles: 3,
      pilotRounds: 2,
      warmupRequests: 1000,
      mostWarmupRequests: 1000,
      openSlicesPerArm: 8,
      openSliceMs: 600,
      closedSlicesPerArm: 4,
      closedSliceMs: 600,
      streamSlicesPerArm: 2,
      streamSliceMs: 600,
      discardMs: 100,
    },
    load: { connections: 10, streams: 4, ratePerSecond: 'auto', requestTimeoutMs: 10_000 },
    database: { kind: 'auto' },
    seed: 42,
    gateMetrics: ['startupMs', 'latencyP50Us', 'rssBytes', 'cpuPerRequestUs'],
    failFast: true,
    rounds: [],
  };
}

function makeRound(index: number, armOrder: readonly string[], foreignCpuShare: number): Round {
  return {
    index,
    attempt: 0,
    startedAtIso: '2026-01-01T00:00:00.000Z',
    elapsedMs: 15_000,
    armOrder,
    trials: armOrder.map((armName) => ({
      state: 'measured',
      armName,
      startups: [],
      warmup: { requestCount: 1000, steady: !(index === 1 && armName === 'after'), windowCpuUs: [] },
      slices: [],
      memory: { peakRssBytes: undefined, heapAfterGcBytes: 1 },
    })),
    quietness: { foreignCpuShare, stealShare: undefined, cpuPressureShare: foreignCpuShare / 4 },
  };
}

/** A whole run: `before` against each of the other arms. */
export function madeInput(
  given: {
    readonly armNames?: readonly string[];
    readonly comparisons?: readonly Comparison[];
    readonly record?: Partial<RunRecord>;
    readonly analysis?: Partial<Analysis>;
    readonly verdict?: Partial<Verdict>;
  } = {},
): ReportInput {
  const armNames = given.armNames ?? ['before', 'after'];
  const record: RunRecord = {
    schemaVersion: 1,
    toolVersion: '0.1.0',
    runId: '2026-01-01T00-00-00-browsing',
    startedAtIso: '2026-01-01T00:00:00.000Z',
    resumedAtIso: [],
    elapsedMs: 200_000,
    end: { state: 'complete', detail: '' },
    host: {
      platform: 'linux',
      kernel: '6.1.0',
      cpuModel: 'Example CPU',
      coreCount: 2,
      memoryBytes: 8 * 2 ** 30,
      nodeVersion: 'v20.20.2',
    },
    plan: makePlan(armNames),
    database: { kind: 'mongod', version: '8.0.4', source: 'found on the PATH', storage: 'tmpfs' },
    seeds: armNames.map((armName) => ({ armName, checksum: 'c0ffee', durationMs: 900, report: {} })),
    pilot: {
      ratePerSecond: 480,
      capacityPerSecond: {},
      openSlicesPerArm: 8,
      openSliceMs: 600,
      quietness: { foreignCpuShare: 0.1, stealShare: undefined, cpuPressureShare: undefined },
      answersSha256: 'c0ffee',
      warnings: [],
    },
    rounds: [makeRound(0, armNames, 0.08), makeRound(1, armNames.toReversed(), 0.31), makeRound(2, armNames, 0.12)],
    warnings: [],
    ...given.record,
  };
  const analysis: Analysis = {
    comparisons: given.comparisons ?? typicalComparisons,
    classes: armNames.flatMap((armName) => [
      { className: 'list', armName, responseCount: 12_040, latencyP50Us: value(armName === 'before' ? 2410 : 2050) },
      { className: 'detail', armName, responseCount: 24_310, latencyP50Us: value(armName === 'before' ? 940 : 955) },
    ]),
    alpha: 0.05,
    alphaPerMetric: 0.0125,
    roundsUsed: 12,
    roundsRedone: 1,
    look: 12,
    invalidTrials: [],
    warnings: [],
    ...given.analysis,
  };
  const verdict: Verdict = {
    state: 'undecided',
    findings: [],
    sentence: 'CPU per request could not be decided.',
    ...given.verdict,
  };
  return { record, analysis, verdict };
}
