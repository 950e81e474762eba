import { type MetricGroup, type MetricId, metricOf } from '../model/metrics.js';

interface Wording {
  /** What the metric is called in `…: no difference`. */
  readonly noun: string;
  /** What the arm does when the metric fell or rose; `#` stands for the amount. */
  readonly fell: string;
  readonly rose: string;
}

/** Plain words for the metrics that a sentence is most often about; the others are described by their label. */
const wordings: Partial<Readonly<Record<MetricId, Wording>>> = {
  startupMs: { noun: 'start-up', fell: 'starts # sooner', rose: 'starts # later' },
  latencyP50Us: { noun: 'latency', fell: 'answers # faster at p50', rose: 'answers # slower at p50' },
  latencyMeanUs: { noun: 'mean latency', fell: 'answers # faster on average', rose: 'answers # slower on average' },
  latencyP90Us: { noun: 'p90', fell: 'answers # faster at p90', rose: 'answers # slower at p90' },
  latencyP95Us: { noun: 'p95', fell: 'answers # faster at p95', rose: 'answers # slower at p95' },
  latencyP99Us: { noun: 'p99', fell: 'answers # faster at p99', rose: 'answers # slower at p99' },
  throughputPerSecond: {
    noun: 'throughput',
    fell: 'handles # fewer requests per second',
    rose: 'handles # more requests per second',
  },
  rssBytes: { noun: 'memory', fell: 'needs # less memory', rose: 'needs # more memory' },
  databaseQueryUs: {
    noun: 'database queries',
    fell: 'gets its database answers # faster',
    rose: 'gets its database answers # slower',
  },
  cpuPerRequestUs: {
    noun: 'CPU per request',
    fell: 'uses # less CPU per request',
    rose: 'uses # more CPU per request',
  },
  writeCallsPerRequest: {
    noun: 'write calls per request',
    fell: 'makes # fewer write calls',
    rose: 'makes # more write calls',
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
  timeToFirstByteUs: { noun: 'streaming', fell: 'begins to stream # sooner', rose: 'begins to stream # later' },
  streamBytesPerSecond: { noun: 'streaming rate', fell: 'streams # slower', rose: 'streams # faster' },
};

/**
 * The metric that speaks for its group in a sentence, where several of a group moved the same way: judged ones first.
 * Start-up phases are parts of the start-up and are left to the table.
 */
export const speakers: Readonly<Record<MetricGroup, readonly MetricId[]>> = {
  'start-up': ['startupMs'],
  latency: ['latencyP50Us', 'latencyP90Us', 'latencyP95Us', 'latencyP99Us', 'latencyMeanUs'],
  throughput: ['throughputPerSecond'],
  memory: ['rssBytes', 'peakRssBytes', 'heapAfterGcBytes'],
  database: ['databaseQueryUs', 'databaseCommandsPerRequest', 'databaseConnectionsPerRequest'],
  cpu: ['cpuPerRequestUs', 'gcPausePerRequestUs', 'eventLoopUtilization', 'writeCallsPerRequest'],
  streaming: ['timeToFirstByteUs', 'streamBytesPerSecond', 'responseBytesPerRequest'],
  errors: ['errorShare'],
};

/** The metrics whose lack of a difference, or of a decision, is worth a word in a sentence. */
export const headlines: readonly MetricId[] = [
  'startupMs',
  'latencyP50Us',
  'throughputPerSecond',
  'rssBytes',
  'databaseQueryUs',
  'cpuPerRequestUs',
  'timeToFirstByteUs',
];

/** `memory`, or the metric's label. */
export function nounOf(metric: MetricId): string {
  return wordings[metric]?.noun ?? metricOf(metric).label;
}

/** What an arm does: `starts 31 % sooner`; `needs 12 % more write calls per request` where no better words are known. */
export function movementOf(metric: MetricId, ratio: number, amount: string): string {
  const words = wordings[metric];
  if (!words) return `has ${amount} ${ratio < 1 ? 'lower' : 'higher'} ${metricOf(metric).label}`;
  return (ratio < 1 ? words.fell : words.rose).replace('#', () => amount);
}
