/** The unit a metric is kept in. Reports scale it when they print. */
export type Unit = 'ms' | 'us' | 'bytes' | 'bytesPerSecond' | 'perSecond' | 'count' | 'share';

/**
 * How a metric's before and after are compared:
 * `ratio` by signed-rank rounds of ln(after/before); `exact` directly when it is constant within each arm, else as a
 * ratio; `errors` by its own counting rule, because a share of zero has no logarithm.
 */
export type ComparisonKind = 'ratio' | 'exact' | 'errors';

/** The table a metric is printed in. */
export type MetricGroup =
  | 'start-up'
  | 'response time'
  | 'latency under load'
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
  /**
   * The smallest relative regression to catch, unless a profile or the user says otherwise: 0.05 is 5 %. For `errors`,
   * the smallest rise in the share of failures.
   */
  readonly limit: number;
  /** A change below this many units never matters, however large the ratio. */
  readonly smallestAbsoluteEffect?: number;
  /**
   * Counted by the database, which the arms share: what one arm does in its background may fall into the other's count.
   */
  readonly sharedCounter?: true;
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
const latency = { group: 'latency under load', unit: 'us', better: 'lower', comparison: 'ratio', gate: false } as const;
/** One request at a time, in turns with the other arm. */
const responseTime = { group: 'response time', unit: 'us', better: 'lower', comparison: 'ratio' } as const;
const memory = { group: 'memory', unit: 'bytes', better: 'lower', comparison: 'ratio' } as const;
const exact = { better: 'lower', comparison: 'exact', limit: 0.005, gate: false } as const;

/** Everything lotus-bench measures. Plan, statistics, gate and every report read this one table. */
export const metrics = {
  startupMs: { ...startup, label: 'start-up', limit: 0.05, gate: true },
  startupBootMs: { ...startup, label: 'Node boot', limit: 0.1, gate: false },
  startupModulesMs: { ...startup, label: 'modules loaded', limit: 0.1, gate: false },
  startupDatabaseMs: { ...startup, label: 'database connected', limit: 0.1, gate: false },
  startupServicesMs: { ...startup, label: 'services ready', limit: 0.1, gate: false },
  startupRoutesMs: { ...startup, label: 'routes mounted', limit: 0.1, gate: false },
  startupListenMs: { ...startup, label: 'listening', limit: 0.1, gate: false },
  startupFirstAnswerMs: { ...startup, label: 'first answer', limit: 0.1, gate: false },

  responseTimeUs: { ...responseTime, label: 'response time', limit: 0.03, gate: true },
  responseTimeP50Us: { ...responseTime, label: 'response time, p50', limit: 0.05, gate: false },
  responseTimeP95Us: { ...responseTime, label: 'response time, p95', limit: 0.1, gate: false },

  latencyMeanUs: { ...latency, label: 'mean under load', limit: 0.05 },
  latencyP50Us: { ...latency, label: 'p50 under load', limit: 0.05, minimumRequestsPerRound: 300 },
  latencyP90Us: { ...latency, label: 'p90 under load', limit: 0.1, minimumRequestsPerRound: 1000 },
  latencyP95Us: { ...latency, label: 'p95 under load', limit: 0.1, minimumRequestsPerRound: 3000 },
  latencyP99Us: { ...latency, label: 'p99 under load', limit: 0.15, minimumRequestsPerRound: 10_000 },

  throughputPerSecond: {
    label: 'requests per second',
    group: 'throughput',
    unit: 'perSecond',
    better: 'higher',
    comparison: 'ratio',
    limit: 0.05,
    gate: true,
  },

  memoryInUseBytes: { ...memory, label: 'memory in use after GC', limit: 0.03, gate: true },
  rssBytes: { ...memory, label: 'RSS', limit: 0.1, gate: false },
  peakRssBytes: { ...memory, label: 'peak RSS', limit: 0.1, gate: false },

  databaseQueryUs: {
    label: 'database query, mean',
    group: 'database',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    limit: 0.05,
    gate: false,
  },
  databaseCommandsPerRequest: {
    ...exact,
    label: 'database commands per request',
    group: 'database',
    unit: 'count',
    sharedCounter: true,
  },
  databaseConnectionsPerRequest: {
    ...exact,
    label: 'database connections opened per request',
    group: 'database',
    unit: 'count',
    sharedCounter: true,
  },
  databaseBytesPerRequest: { ...exact, label: 'database bytes per request', group: 'database', unit: 'bytes' },

  cpuPerRequestUs: {
    label: 'CPU per request',
    group: 'cpu',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    limit: 0.03,
    gate: true,
  },
  gcPausePerRequestUs: {
    label: 'GC pause per request',
    group: 'cpu',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    limit: 0.1,
    gate: false,
  },
  eventLoopUtilization: {
    label: 'event-loop utilization',
    group: 'cpu',
    unit: 'share',
    better: 'lower',
    comparison: 'ratio',
    limit: 0.05,
    gate: false,
  },
  writeCallsPerRequest: { ...exact, label: 'writes to stdout and stderr per request', group: 'cpu', unit: 'count' },

  timeToFirstByteUs: {
    label: 'time to first byte, p50',
    group: 'streaming',
    unit: 'us',
    better: 'lower',
    comparison: 'ratio',
    limit: 0.05,
    gate: false,
  },
  streamBytesPerSecond: {
    label: 'bytes per second',
    group: 'streaming',
    unit: 'bytesPerSecond',
    better: 'higher',
    comparison: 'ratio',
    limit: 0.05,
    gate: false,
  },
  responseBytesPerRequest: { ...exact, label: 'response bytes per request', group: 'streaming', unit: 'bytes' },

  errorShare: {
    label: 'failed requests',
    group: 'errors',
    unit: 'share',
    better: 'lower',
    comparison: 'errors',
    limit: 0.001,
    gate: false,
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricId = keyof typeof metrics;

/** Every metric's definition: a record keeps those that it was judged by. */
export type MetricDefinitions = Readonly<Record<MetricId, MetricDefinition>>;

/** All metric ids, in the order in which reports print them. */
export const metricIds = Object.keys(metrics) as readonly MetricId[];

/** The definition of a metric, widened so that optional keys can be read. */
export function metricOf(id: MetricId): MetricDefinition {
  return metrics[id];
}
