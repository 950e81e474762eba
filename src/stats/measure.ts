import type { Measured } from '../model/analysis.js';
import { countOf, type HistogramUs, mergeHistograms } from '../model/histogram.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { DatabaseUsage, MemoryFacts, Slice, SliceKind, StartupFacts } from '../model/record.js';
import { type MeasuredTrial, slicesOf } from './paired-round.js';
import { percentileUs } from './percentile.js';
import { hodgesLehmann } from './signed-rank.js';
import { firstAnswerPhaseMs, listenPhaseMs, markPhaseMs, type StartupMark } from './start-up-phases.js';

/** How a metric is read from one arm's trial: once for the round, or once for each slice of some kinds. */
export type Measurement =
  | { readonly per: 'round'; readonly read: (trial: MeasuredTrial) => Measured }
  | {
      readonly per: 'slice';
      readonly kinds: readonly [SliceKind, ...SliceKind[]];
      readonly read: (slice: Slice) => number;
    };

const kindNames: Readonly<Record<SliceKind, string>> = {
  open: 'open-loop',
  closed: 'closed-loop',
  stream: 'streaming',
};

export function valueOr(value: number | undefined, reason: string): Measured {
  return value === undefined || Number.isNaN(value) ? { state: 'absent', reason } : { state: 'value', value };
}

function noSlice(kind: SliceKind): string {
  return `no ${kindNames[kind]} slice was usable`;
}

function sumOf(slices: readonly Slice[], read: (slice: Slice) => number): number {
  return slices.reduce((sum, slice) => sum + read(slice), 0);
}

const responsesOf = (slice: Slice): number => slice.load.responseCount;

function startup(read: (facts: StartupFacts) => number | undefined, missing = 'no start-up was timed'): Measurement {
  return {
    per: 'round',
    read: ({ startups }) => {
      const cycles = startups.map(read).filter((cycle) => cycle !== undefined);
      return valueOr(cycles.length < startups.length ? undefined : hodgesLehmann(cycles), missing);
    },
  };
}

function startupPhase(from: StartupMark | 'boot', to: StartupMark): Measurement {
  const needed = from === 'boot' ? to : `${from} or ${to}`;
  return startup((facts) => markPhaseMs(facts, from, to), `the server sets no mark ${needed}`);
}

/** The round's slices of an arm merged into one histogram: percentiles are never averaged. */
function percentile(share: number, kind: SliceKind, histogramOf: (slice: Slice) => HistogramUs): Measurement {
  return {
    per: 'round',
    read: (trial) =>
      valueOr(percentileUs(mergeHistograms(slicesOf(trial, kind).map(histogramOf)), share), noSlice(kind)),
  };
}

/** A total of the open slices over the requests that they answered. */
function perRequest(total: (slice: Slice) => number | undefined, missing: string): Measurement {
  return {
    per: 'round',
    read: (trial) => {
      const slices = slicesOf(trial, 'open');
      const responses = sumOf(slices, responsesOf);
      if (responses === 0) return { state: 'absent', reason: noSlice('open') };
      if (slices.some((slice) => total(slice) === undefined)) return { state: 'absent', reason: missing };
      return { state: 'value', value: sumOf(slices, (slice) => total(slice) ?? 0) / responses };
    },
  };
}

function databasePerRequest(read: (usage: DatabaseUsage) => number): Measurement {
  return perRequest(({ database }) => database && read(database), 'the database does not count this');
}

function memory(read: (facts: MemoryFacts) => number | undefined): Measurement {
  return { per: 'round', read: (trial) => valueOr(read(trial.memory), 'this platform cannot tell') };
}

const openLatency = (share: number): Measurement => percentile(share, 'open', (slice) => slice.load.latencyUs);

/** How every metric is measured. A metric of the table that is missing here does not compile. */
export const measurements: Readonly<Record<MetricId, Measurement>> = {
  startupMs: startup(({ readyMs }) => readyMs),
  startupBootMs: startup(({ bootMs }) => bootMs),
  startupModulesMs: startupPhase('boot', 'modules-loaded'),
  startupDatabaseMs: startupPhase('modules-loaded', 'database-connected'),
  startupServicesMs: startupPhase('database-connected', 'services-ready'),
  startupRoutesMs: startupPhase('services-ready', 'routes-mounted'),
  startupListenMs: startup(listenPhaseMs),
  startupFirstAnswerMs: startup(firstAnswerPhaseMs),

  latencyMeanUs: perRequest(({ load }) => load.latencyTotalUs, noSlice('open')),
  latencyP50Us: openLatency(0.5),
  latencyP90Us: openLatency(0.9),
  latencyP95Us: openLatency(0.95),
  latencyP99Us: openLatency(0.99),

  throughputPerSecond: {
    per: 'slice',
    kinds: ['closed'],
    read: ({ load }) => load.responseCount / (load.elapsedMs / 1000),
  },

  // The mean of every slice: the arms' turns mirror each other, and a heap that grows or shrinks with its last turn cancels.
  rssBytes: { per: 'slice', kinds: ['open', 'stream', 'closed'], read: ({ server }) => server.rssBytes },
  peakRssBytes: memory(({ peakRssBytes }) => peakRssBytes),
  heapAfterGcBytes: memory(({ heapAfterGcBytes }) => heapAfterGcBytes),

  databaseQueryUs: {
    per: 'round',
    read: (trial) => {
      const slices = slicesOf(trial, 'open');
      const queries = sumOf(slices, ({ server }) => countOf(server.databaseQueriesUs));
      const totalUs = sumOf(slices, ({ server }) => server.databaseQueryTotalUs);
      return valueOr(queries === 0 ? undefined : totalUs / queries, 'no database query was seen');
    },
  },
  databaseCommandsPerRequest: databasePerRequest(({ commands }) => commands),
  databaseConnectionsPerRequest: databasePerRequest(({ connectionsOpened }) => connectionsOpened),

  // Both loops: what a request costs depends on who else computes at that moment, and more slices average it.
  cpuPerRequestUs: {
    per: 'slice',
    kinds: ['open', 'closed'],
    read: (slice) => slice.server.cpuUs / slice.load.responseCount,
  },
  gcPausePerRequestUs: perRequest(({ server }) => server.gcPauseUs, noSlice('open')),
  eventLoopUtilization: { per: 'slice', kinds: ['open'], read: ({ server }) => server.eventLoopUtilization },
  writeCallsPerRequest: perRequest(({ server }) => server.writeCalls, 'this platform cannot count write calls'),

  timeToFirstByteUs: percentile(0.5, 'stream', (slice) => slice.load.firstByteUs),
  streamBytesPerSecond: {
    per: 'slice',
    kinds: ['stream'],
    read: ({ load }) => load.receivedBytes / (load.elapsedMs / 1000),
  },
  responseBytesPerRequest: perRequest(({ load }) => load.receivedBytes, noSlice('open')),

  errorShare: {
    per: 'round',
    read: ({ slices }) => {
      const failures = sumOf(slices, ({ load }) => load.failureCount);
      const requests = failures + sumOf(slices, responsesOf);
      return valueOr(requests === 0 ? undefined : failures / requests, 'no request was answered');
    },
  },
};

/** Why the round holds too few open-loop answers for the metric, if it does. */
function tooFewRequests(metric: MetricId, trial: MeasuredTrial): string | undefined {
  const { minimumRequestsPerRound: needed } = metricOf(metric);
  if (needed === undefined) return undefined;
  const had = sumOf(slicesOf(trial, 'open'), responsesOf);
  return had >= needed
    ? undefined
    : `needs ${needed.toLocaleString('en')} requests a round, had ${had.toLocaleString('en')}`;
}

/** A trial's value of a metric, in the metric's unit, however few requests it holds. */
export function readTrial(metric: MetricId, trial: MeasuredTrial): Measured {
  const measurement = measurements[metric];
  if (measurement.per === 'round') return measurement.read(trial);
  return valueOr(
    hodgesLehmann(slicesOf(trial, ...measurement.kinds).map(measurement.read)),
    noSlice(measurement.kinds[0]),
  );
}

/** An arm's value of a metric for the round, or why there is none. */
export function measureTrial(metric: MetricId, trial: MeasuredTrial): Measured {
  const reason = tooFewRequests(metric, trial);
  return reason === undefined ? readTrial(metric, trial) : { state: 'absent', reason };
}
