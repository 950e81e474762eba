import { judge } from '../../src/gate/judge.js';
import type { Absence } from '../../src/model/absence.js';
import type {
  Analysis,
  ChangeEstimate,
  ClassComparison,
  Comparison,
  Growth,
  GrowthComparison,
  Measured,
  Outcome,
} from '../../src/model/analysis.js';
import { type MetricId, metricIds, metricOf, metrics } from '../../src/model/metrics.js';
import type { Phase, Plan } from '../../src/model/plan.js';
import type { Reason, Remark } from '../../src/model/reasons.js';
import type { Round, RunRecord } from '../../src/model/record.js';
import type { Scenario } from '../../src/model/scenario.js';
import type { Verdict } from '../../src/model/verdict.js';
import type { ReportInput } from '../../src/report/select/report-input.js';

// Records and analyses with exact, made-up numbers: reports are tested without measuring anything.

function value(number: number): Measured {
  return { state: 'value', value: number };
}

/** A reason in words of its own. */
export function because(words: string): Absence {
  return { kind: 'told', text: words };
}

export function absent(words: string): Measured {
  return { state: 'absent', reason: because(words) };
}

/** A server that keeps nothing, unless it is told otherwise. */
export function madeGrowths(outcome: Growth['outcome'] = 'steady', bytes = 20, given: Partial<Growth> = {}): Growth {
  const bytesPerRequest = { value: bytes, low: bytes - 30, high: bytes + 70 };
  return { outcome, bytesPerRequest, requestCount: 7416, roundCount: 12, ...given };
}

export function madeGrowth(given: Partial<GrowthComparison>, armName = 'after'): GrowthComparison {
  const steady = madeGrowths();
  return { armName, referenceName: 'before', before: steady, after: steady, difference: steady, ...given };
}

interface Made {
  readonly metric: MetricId;
  readonly before: number | Measured;
  readonly after: number | Measured;
  readonly outcome: Outcome;
  readonly interval?: readonly [low: number, high: number];
  readonly ruledOut?: number;
  readonly roundsNeeded?: number;
  readonly reason?: string | Reason;
  readonly detectableEffect?: number;
  readonly remarks?: readonly Remark[];
  readonly armName?: string;
}

function measured(given: number | Measured): Measured {
  return typeof given === 'number' ? value(given) : given;
}

function estimate(ratio: number, given: Pick<Made, 'interval' | 'detectableEffect'>): ChangeEstimate {
  const interval = given.interval && { low: given.interval[0], high: given.interval[1] };
  return {
    ratio,
    interval,
    bounds: interval,
    roundCount: 12,
    roundSd: 0.04,
    detectableEffect: given.detectableEffect,
  };
}

/** A comparison with the ratio of its two values. */
export function made(given: Made): Comparison {
  const before = measured(given.before);
  const after = measured(given.after);
  const known = before.state === 'value' && after.state === 'value' && before.value > 0;
  return {
    metric: given.metric,
    armName: given.armName ?? 'after',
    referenceName: 'before',
    before,
    after,
    change: known ? estimate(after.value / before.value, given) : undefined,
    outcome: given.outcome,
    limit: metricOf(given.metric).limit,
    ruledOut: given.ruledOut,
    roundsNeeded: given.roundsNeeded,
    reason: typeof given.reason === 'string' ? because(given.reason) : given.reason,
    gate: metricOf(given.metric).gate,
    remarks: given.remarks ?? [],
  };
}

/** One request class over 960 turns, with the ratio of its two values. */
export function madeClass(
  className: string,
  before: number,
  after: number,
  given: Partial<ClassComparison> = {},
): ClassComparison {
  const change = estimate(after / before, { interval: [after / before - 0.03, after / before + 0.03] });
  const common = { className, armName: 'after', turnCount: 960, changed: false, ...given };
  return { ...common, before: value(before), after: value(after), change };
}

const few = '4,100 requests per round, it takes 10,000';

export const typicalComparisons: readonly Comparison[] = [
  made({ metric: 'startupMs', before: 512, after: 353, outcome: 'improved', interval: [0.62, 0.78], ruledOut: -0.24 }),
  made({ metric: 'startupBootMs', before: 41.2, after: 41.4, outcome: 'no difference', interval: [0.981, 1.024] }),
  made({ metric: 'startupModulesMs', before: 221, after: 139, outcome: 'improved', interval: [0.58, 0.69] }),
  made({
    ...{ metric: 'responseTimeUs', before: 1820, after: 1600, outcome: 'improved' },
    ...{ interval: [0.84, 0.92], ruledOut: -0.09 },
  }),
  made({ metric: 'responseTimeP50Us', before: 1710, after: 1500, outcome: 'improved', interval: [0.83, 0.93] }),
  made({
    ...{ metric: 'responseTimeP95Us', before: 5210, after: 4980, outcome: 'inconclusive', interval: [0.81, 1.12] },
    ...{ reason: '12 rounds; could detect 18 %', detectableEffect: 0.18 },
  }),
  made({ metric: 'latencyP50Us', before: 2310, after: 2040, outcome: 'improved', interval: [0.85, 0.93] }),
  made({
    ...{ metric: 'latencyP99Us', before: absent(few), after: absent(few), outcome: 'not measured', reason: few },
  }),
  made({
    ...{ metric: 'throughputPerSecond', before: 1204, after: 1226, outcome: 'no regression' },
    ...{ interval: [0.98, 1.07], ruledOut: 0.031 },
  }),
  made({
    ...{ metric: 'memoryInUseBytes', before: 98.4 * 2 ** 20, after: 97.9 * 2 ** 20, outcome: 'no difference' },
    ...{ interval: [0.988, 1.003], ruledOut: 0.002 },
  }),
  made({ metric: 'rssBytes', before: 161 * 2 ** 20, after: 158 * 2 ** 20, outcome: 'no difference' }),
  made({ metric: 'databaseQueryUs', before: 10_400, after: 720, outcome: 'improved', interval: [0.061, 0.083] }),
  made({ metric: 'databaseConnectionsPerRequest', before: 1.42, after: 0, outcome: 'improved' }),
  made({
    ...{ metric: 'cpuPerRequestUs', before: 812, after: 790, outcome: 'inconclusive', interval: [0.93, 1.01] },
    ...{ ruledOut: 0.048, roundsNeeded: 22, reason: '12 rounds; could detect 4.1 %', detectableEffect: 0.041 },
  }),
  made({ metric: 'writeCallsPerRequest', before: 1, after: 0.02, outcome: 'improved', interval: [0.02, 0.02] }),
  made({
    ...{ metric: 'timeToFirstByteUs', before: 3100, after: absent('no stream slice was good') },
    ...{ outcome: 'not measured', reason: 'no stream slice was good' },
  }),
  made({ metric: 'errorShare', before: 0, after: 0, outcome: 'no difference' }),
];

const scenario: Scenario = {
  name: 'browsing',
  description: 'visitors list, search, open and like videos',
  launch: { source: { kind: 'folder', path: '.' }, command: ['node', 'server.js'], nodeArguments: [] },
  target: { env: { URI: '{database}' }, ready: { path: '/health', status: 200 }, readyTimeoutMs: 20_000 },
  switches: { env: 'OPTIMIZATIONS', names: ['health-cache'], settings: ['before', 'default', 'after'] },
  populations: {},
  requests: [
    { name: 'list', weight: 1, kind: 'plain', method: 'GET', path: '/', expect: { status: 200 } },
    { name: 'detail', weight: 2, kind: 'plain', method: 'GET', path: '/1', expect: { status: 200 } },
  ],
  promises: {
    startupMs: { text: '40 % faster', ratio: 0.6 },
    responseTimeUs: { text: '42 % lower', ratio: 0.58 },
    throughputPerSecond: { text: '50 % higher', ratio: 1.5 },
    rssBytes: { text: '30 % lower', ratio: 0.7 },
    databaseQueryUs: { text: '100x faster', ratio: 0.01 },
    writeCallsPerRequest: { text: '50x fewer write calls', ratio: 0.02 },
  },
};

function arm(name: string) {
  return { ...scenario.launch, name, setting: name, env: { OPTIMIZATIONS: name } };
}

export const phases = {
  turns: { kind: 'turns', turns: 300 },
  closed: { kind: 'closed', batchesPerArm: 6, requestsPerBatch: 360, batchMs: 300, connections: 10 },
  stream: { kind: 'stream', slicesPerArm: 2, requestsPerSlice: 60, streams: 4 },
  open: { kind: 'open', slicesPerArm: 4, sliceMs: 600, ratePerSecond: 480 },
} as const satisfies Record<string, Phase>;

const gateMetrics: readonly MetricId[] = metricIds.filter((metric) => metricOf(metric).gate);

function makePlan(armNames: readonly string[]): Plan {
  return {
    scenario,
    arms: armNames.map(arm),
    profile: {
      name: 'standard',
      startupCycles: 3,
      warmup: { turns: 400, maxTurns: 800 },
      phases: [
        phases.turns,
        { ...phases.closed, requestsPerBatch: 'auto' },
        phases.stream,
        { ...phases.open, ratePerSecond: 'auto' },
      ],
    },
    load: { connections: 10, requestTimeoutMs: 10_000 },
    database: { kind: 'auto' },
    seed: 42,
    decision: {
      looks: [8, 12, 16],
      alpha: 0.05,
      spending: [0.02, 0.03, 0.05],
      boundRanks: [2, 9, 20],
      intervalRanks: [1, 7, 17],
      gateMetrics,
      limits: Object.fromEntries(metricIds.map((metric) => [metric, metricOf(metric).limit])) as Record<
        MetricId,
        number
      >,
      seed: 42,
    },
    failFast: true,
    maxRounds: 16,
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
      warmup: { requestCount: 400, steady: !(index === 1 && armName === 'after'), windowCpuUs: [] },
      slices: [],
      memory: { peakRssBytes: undefined, heapUsedBytes: 1, externalBytes: 0 },
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
    schemaVersion: 2,
    toolVersion: '0.1.0',
    runId: '2026-01-01T00-00-00-browsing',
    startedAtIso: '2026-01-01T00:00:00.000Z',
    resumedAtIso: [],
    elapsedMs: 200_000,
    end: { state: 'complete', reason: { kind: 'all-decided' } },
    host: {
      platform: 'linux',
      kernel: '6.1.0',
      cpuModel: 'Example CPU',
      coreCount: 2,
      memoryBytes: 8 * 2 ** 30,
      nodeVersion: 'v20.20.2',
    },
    plan: makePlan(armNames),
    metrics,
    database: { kind: 'mongod', version: '8.0.4', source: 'found on the PATH', storage: 'tmpfs' },
    seeds: armNames.map((armName) => ({ armName, checksum: 'c0ffee', durationMs: 900, report: {} })),
    pilot: {
      phases: Object.values(phases),
      capacityPerSecond: {},
      cost: { fixedMs: 6000, turnMs: 16, otherPhasesMs: 4000 },
      quietness: { foreignCpuShare: 0.1, stealShare: undefined, cpuPressureShare: undefined },
      answersSha256: 'c0ffee',
      refined: true,
    },
    rounds: [makeRound(0, armNames, 0.08), makeRound(1, armNames.toReversed(), 0.31), makeRound(2, armNames, 0.12)],
    warnings: [],
    ...given.record,
  };
  const analysis: Analysis = {
    comparisons: given.comparisons ?? typicalComparisons,
    classes: armNames
      .slice(1)
      .flatMap((armName) => [
        madeClass('list', 2410, 2050, { armName, changed: true }),
        madeClass('detail', 940, 955, { armName, turnCount: 1920 }),
      ]),
    growth: armNames.slice(1).map((armName) => madeGrowth({}, armName)),
    roundsUsed: 12,
    roundsRedone: 1,
    look: 12,
    invalidTrials: [],
    warnings: [],
    ...given.analysis,
  };
  const verdict: Verdict = { ...judge(analysis, { inconclusive: 'pass' }), ...given.verdict };
  return { record, analysis, verdict };
}
