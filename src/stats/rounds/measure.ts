import type { Absence } from '../../model/absence.js';
import type { Measured } from '../../model/analysis.js';
import { countOf } from '../../model/histogram.js';
import type { MetricDefinition, MetricId } from '../../model/metrics.js';
import type { MeasuredTrial } from '../../model/trial.js';
import { hodgesLehmann } from '../math/signed-rank.js';
import {
  alone,
  databasePerRequest,
  type Measurement,
  memory,
  noSlice,
  percentile,
  perRequest,
  responsesOf,
  startup,
  startupPhase,
  sumOf,
  turnPercentile,
  valueOr,
} from './measurement.js';
import { slicesOf } from './paired-round.js';
import { bootPhaseMs, firstAnswerPhaseMs, listenPhaseMs } from './start-up-phases.js';
import { geometricMean, latenciesUs } from './turns.js';

const openLatency = (share: number): Measurement => percentile(share, 'open', (slice) => slice.load.latencyUs);

/** How every metric is measured. A metric of the table that is missing here does not compile. */
export const measurements: Readonly<Record<MetricId, Measurement>> = {
  startupMs: startup(({ readyMs }) => readyMs),
  startupBootMs: startup(bootPhaseMs),
  startupModulesMs: startupPhase('boot', 'modules-loaded'),
  startupDatabaseMs: startupPhase('modules-loaded', 'database-connected'),
  startupServicesMs: startupPhase('database-connected', 'services-ready'),
  startupRoutesMs: startupPhase('services-ready', 'routes-mounted'),
  startupListenMs: startup(listenPhaseMs),
  startupFirstAnswerMs: startup(firstAnswerPhaseMs),

  responseTimeUs: {
    per: 'turn',
    kinds: ['turns'],
    read: (trial) => valueOr(geometricMean(latenciesUs(trial)), noSlice('turns')),
  },
  responseTimeP50Us: turnPercentile(0.5),
  responseTimeP95Us: turnPercentile(0.95),

  latencyMeanUs: perRequest(({ load }) => load.latencyTotalUs, noSlice('open'), ['open']),
  latencyP50Us: openLatency(0.5),
  latencyP90Us: openLatency(0.9),
  latencyP95Us: openLatency(0.95),
  latencyP99Us: openLatency(0.99),

  throughputPerSecond: {
    per: 'slice',
    kinds: ['closed'],
    read: ({ load }) => load.responseCount / (load.elapsedMs / 1000),
  },

  memoryInUseBytes: memory(
    ({ heapUsedBytes, externalBytes }) =>
      heapUsedBytes === undefined || externalBytes === undefined ? undefined : heapUsedBytes + externalBytes,
    { kind: 'no-collection' },
  ),
  // The mean of every slice: the arms' turns mirror each other, and a heap that grows or shrinks with its last turn
  // cancels.
  rssBytes: { per: 'slice', kinds: alone, read: ({ server }) => server.rssBytes },
  peakRssBytes: memory(({ peakRssBytes }) => peakRssBytes, { kind: 'unknown-to-platform' }),

  // The server times its own queries: turns tell them as well, and undisturbed.
  databaseQueryUs: {
    per: 'round',
    kinds: ['turns'],
    read: (trial) => {
      const slices = slicesOf(trial, 'turns');
      const queries = sumOf(slices, ({ server }) => countOf(server.databaseQueriesUs));
      const totalUs = sumOf(slices, ({ server }) => server.databaseQueryTotalUs);
      const missing: Absence = slices.length === 0 ? noSlice('turns') : { kind: 'no-query' };
      return valueOr(queries === 0 ? undefined : totalUs / queries, missing);
    },
  },
  databaseCommandsPerRequest: databasePerRequest(({ commands }) => commands),
  databaseConnectionsPerRequest: databasePerRequest(({ connectionsOpened }) => connectionsOpened),
  // A link belongs to one arm: what passes in turns is known for each, too.
  databaseBytesPerRequest: perRequest(
    ({ databaseLink }) => databaseLink && databaseLink.bytesUp + databaseLink.bytesDown,
    { kind: 'no-link', side: 'database' },
    ['turns', ...alone],
  ),

  cpuPerRequestUs: {
    per: 'slice',
    kinds: ['turns'],
    read: (slice) => slice.server.cpuUs / slice.load.responseCount,
  },
  gcPausePerRequestUs: perRequest(({ server }) => server.gcPauseUs, { kind: 'not-node' }),
  eventLoopUtilization: {
    per: 'slice',
    kinds: ['open'],
    read: ({ server }) => server.eventLoopUtilization,
    missing: { kind: 'not-node' },
  },
  writeCallsPerRequest: perRequest(({ server }) => server.outputWrites, { kind: 'not-counted', by: 'server' }),

  timeToFirstByteUs: percentile(0.5, 'stream', (slice) => slice.load.firstByteUs),
  streamBytesPerSecond: {
    per: 'slice',
    kinds: ['stream'],
    read: ({ load }) => load.receivedBytes / (load.elapsedMs / 1000),
  },
  responseBytesPerRequest: perRequest(({ load }) => load.receivedBytes, noSlice('closed')),

  errorShare: {
    per: 'round',
    kinds: [],
    read: ({ slices }) => {
      const failures = sumOf(slices, ({ load }) => load.failureCount);
      const requests = failures + sumOf(slices, responsesOf);
      return valueOr(requests === 0 ? undefined : failures / requests, { kind: 'no-answer' });
    },
  },
};

/** Why the round holds too few open-loop answers for the metric, if it does. */
function tooFewRequests(
  { minimumRequestsPerRound: needed }: MetricDefinition,
  trial: MeasuredTrial,
): Absence | undefined {
  if (needed === undefined) return undefined;
  const had = sumOf(slicesOf(trial, 'open'), responsesOf);
  return had >= needed ? undefined : { kind: 'too-few-requests', needed, had };
}

/** An arm's value of a metric for the round, in the metric's unit, or why there is none. */
export function measureTrial(metric: MetricId, trial: MeasuredTrial, definition: MetricDefinition): Measured {
  const reason = tooFewRequests(definition, trial);
  if (reason !== undefined) return { state: 'absent', reason };
  const measurement = measurements[metric];
  if (measurement.per !== 'slice') return measurement.read(trial);
  const slices = slicesOf(trial, ...measurement.kinds);
  const values = slices.flatMap((slice) => measurement.read(slice) ?? []);
  if (values.length < slices.length && measurement.missing) return { state: 'absent', reason: measurement.missing };
  return valueOr(hodgesLehmann(values), noSlice(measurement.kinds[0]));
}
