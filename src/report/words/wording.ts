import { type MetricGroup, type MetricId, metricOf } from '../../model/metrics.js';

interface Wording {
  /** What the metric is called in `… unchanged`. */
  readonly noun: string;
  /** What the arm does when the metric fell or rose; `#` stands for the amount. */
  readonly fell: string;
  readonly rose: string;
}

/** Plain words for the metrics that a sentence is most often about; the others are described by their label. */
const wordings: Partial<Readonly<Record<MetricId, Wording>>> = {
  startupMs: { noun: 'start-up', fell: 'starts # faster', rose: 'starts # slower' },
  responseTimeUs: { noun: 'response time', fell: 'responds # faster', rose: 'responds # slower' },
  throughputPerSecond: {
    noun: 'throughput',
    fell: 'answers # fewer requests per second',
    rose: 'answers # more requests per second',
  },
  memoryInUseBytes: { noun: 'memory', fell: 'uses # less memory', rose: 'uses # more memory' },
  cpuPerRequestUs: {
    noun: 'CPU per request',
    fell: 'uses # less CPU per request',
    rose: 'uses # more CPU per request',
  },
  latencyMeanUs: {
    noun: 'mean latency under load',
    fell: 'responds # faster under load',
    rose: 'responds # slower under load',
  },
  latencyP50Us: { noun: 'p50 under load', fell: 'responds # faster under load', rose: 'responds # slower under load' },
  latencyP95Us: {
    noun: 'p95 under load',
    fell: 'responds # faster at p95 under load',
    rose: 'responds # slower at p95 under load',
  },
  latencyP99Us: {
    noun: 'p99 under load',
    fell: 'responds # faster at p99 under load',
    rose: 'responds # slower at p99 under load',
  },
  databaseQueryUs: {
    noun: 'database queries',
    fell: 'gets its database replies # faster',
    rose: 'gets its database replies # slower',
  },
  writeCallsPerRequest: {
    noun: 'writes to stdout and stderr',
    fell: 'writes # less often to stdout and stderr',
    rose: 'writes # more often to stdout and stderr',
  },
  databaseCommandsPerRequest: {
    noun: 'database commands per request',
    fell: 'sends the database # fewer commands',
    rose: 'sends the database # more commands',
  },
  databaseConnectionsPerRequest: {
    noun: 'database connections per request',
    fell: 'opens # fewer database connections',
    rose: 'opens # more database connections',
  },
  databaseBytesPerRequest: {
    noun: 'database bytes per request',
    fell: 'exchanges # fewer bytes with its database',
    rose: 'exchanges # more bytes with its database',
  },
  timeToFirstByteUs: {
    noun: 'time to first byte',
    fell: 'starts streaming # faster',
    rose: 'starts streaming # slower',
  },
  streamBytesPerSecond: { noun: 'streaming rate', fell: 'streams # slower', rose: 'streams # faster' },
};

/** What each group is called above its rows. */
export const groupTitles: Readonly<Record<MetricGroup, string>> = {
  'start-up': 'Start-up',
  'response time': 'Response time, one request at a time',
  'latency under load': 'Latency under load',
  throughput: 'Throughput',
  memory: 'Memory',
  database: 'Database',
  cpu: 'CPU',
  streaming: 'Streaming',
  errors: 'Errors',
};

/** `memory`, or the metric's label. */
export function nounOf(metric: MetricId): string {
  return wordings[metric]?.noun ?? metricOf(metric).label;
}

/** What an arm does: `starts 31 % faster`; `has 12 % higher RSS` where no better words are known. */
export function movementOf(metric: MetricId, ratio: number, amount: string): string {
  const words = wordings[metric];
  if (!words) return `has ${amount} ${ratio < 1 ? 'lower' : 'higher'} ${metricOf(metric).label}`;
  return (ratio < 1 ? words.fell : words.rose).replace('#', () => amount);
}
