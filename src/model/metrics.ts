/** The unit a metric is kept in. Reports scale it when they print. */
export type Unit = 'ms' | 'us' | 'bytes' | 'perSecond' | 'count' | 'share';

/**
 * How a metric's before and after are compared:
 * `ratio` by signed-rank rounds of ln(after/before); `exact` directly when it is constant within each arm, else as a
 * ratio; `errors` by its own counting rule, because a share of zero has no logarithm.
 */
export type ComparisonKind = 'ratio' | 'exact' | 'errors';

/** The table a metric is printed in. */
export type MetricGroup =
  | 'start-up'
  | 'latency'
  | 'throughput'
  | 'memory'
  | 'database'
  | 'cpu'
  | 'streaming'
  | 'errors';

export interface MetricDefinition {
  readonly label: string;
  readonly group: MetricGroup;
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  readonly comparison: ComparisonKind;
  /** The smallest relative change that matters: 0.05 is 5 %. For `errors`, the smallest rise in the share of failures. */
  readonly smallestEffect: number;
  /** A change below this many units never matters, however large the ratio. */
  readonly smallestAbsoluteEffect?: number;
  /** Requests a round must hold before the metric can be read at all. */
  readonly minimumRequestsPerRound?: number;
  /** Judged by default in `--gate`; the others are printed as information. */
  readonly gate: boolean;
}

const startup = {
  group: 'start-up',
  unit: 'ms',
  better: 'lower',
  comparison: 'ratio',
  smallestAbsoluteEffect: 2,
} as const;
const latency = { group: 'latency', unit: 'us', better: 'lower', comparison: 'ratio', gate: false } as const;
const exact = { better: 'lower', comparison: 'exact', smallestEffect: 0.005, gate: false } as const;

/** Everything lotus-bench measures. Plan, statistics, gate and every report read this one table. */
export const metrics = {
  startupMs: { ...startup, label: 'start-up', smallestEffect: 0.05, gate: true },
  startupBootMs: { ...startup, label: 'Node boot', smallestEffect: 0.1, gate: false },
  startupModulesMs: { ...startup, label: 'modules loaded', smallestEffect: 0.1, gate: false },
  startupDatabaseMs: { ...startup, label: 'database connected', smallestEffect: 0.1, gate: false },
  startupServicesMs: { ...startup, label: 'services ready', smallestEffect: 0.1, gate: false },
  startupRoutesMs: { ...startup, label: 'routes mounted', smallestEffect: 0.1, gate: false },
  startupListenMs: { ...startup, label: 'listening', smallestEffect: 0.1, gate: false },
  startupFirstAnswerMs: { ...startup, label: 'first answer', smallestEffect: 0.1, gate: false },

  latencyMeanUs: { ...latency, label: 'mean', smallestEffect: 0.05 },
  latencyP50Us: { ...latency, label: 'p50', smallestEffect: 0.05, minimumRequestsPerRound: 300, gate: true },
  latencyP90Us: { ...latency, label: 'p90', smallestEffect: 0.1, minimumRequestsPerRound: 1000 },
  latencyP95Us: { ...latency, label: 'p95', smallestEffect: 0.1, minimumRequestsPerRound: 3000 },
  latencyP99Us: { ...latency, label: 'p99', smallestEffect: 0.15, minimumRequestsPerRound: 10_000 },

  throughputPerSecond: {
    label: 'requests per second',
    group: 'throughput',
    unit: 'perSecond',
    better: 'higher',
    comparison: 'ratio',
    smallestEffect: 0.05,
    gate: false,
  },

  rssBytes: {
    label: 'RSS',
    group: 'memory',
    unit: 'bytes',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.02,
    gate: true,
  },
  peakRssBytes: {
    label: 'peak RSS',
    group: 'memory',
    unit: 'bytes',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.05,
    gate: false,
  },
  heapAfterGcBytes: {
    label: 'heap after GC',
    group: 'memory',
    unit: 'bytes',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.02,
    gate: false,
  },

  databaseQueryUs: {
    label: 'database query, mean',
    group: 'database',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.05,
    gate: false,
  },
  databaseCommandsPerRequest: { ...exact, label: 'database commands per request', group: 'database', unit: 'count' },
  databaseConnectionsPerRequest: {
    ...exact,
    label: 'database connections opened per request',
    group: 'database',
    unit: 'count',
  },

  cpuPerRequestUs: {
    label: 'CPU per request',
    group: 'cpu',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.03,
    gate: true,
  },
  gcPausePerRequestUs: {
    label: 'GC pause per request',
    group: 'cpu',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.1,
    gate: false,
  },
  eventLoopUtilization: {
    label: 'event-loop utilization',
    group: 'cpu',
    unit: 'share',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.05,
    gate: false,
  },
  writeCallsPerRequest: { ...exact, label: 'write calls per request', group: 'cpu', unit: 'count' },

  timeToFirstByteUs: {
    label: 'time to first byte, p50',
    group: 'streaming',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    smallestEffect: 0.05,
    gate: false,
  },
  streamBytesPerSecond: {
    label: 'bytes per second',
    group: 'streaming',
    unit: 'bytes',
    better: 'higher',
    comparison: 'ratio',
    smallestEffect: 0.05,
    gate: false,
  },
  responseBytesPerRequest: { ...exact, label: 'response bytes per request', group: 'streaming', unit: 'bytes' },

  errorShare: {
    label: 'failed requests',
    group: 'errors',
    unit: 'share',
    better: 'lower',
    comparison: 'errors',
    smallestEffect: 0.001,
    gate: false,
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof metrics;

/** All metric ids, in the order in which reports print them. */
export const metricIds = Object.keys(metrics) as readonly MetricId[];

/** The definition of a metric, widened so that optional keys can be read. */
export function metricOf(id: MetricId): MetricDefinition {
  return metrics[id];
}
