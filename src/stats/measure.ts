import type { Measured } from '../model/analysis.js';
import { countOf, type HistogramUs, histogramOf, mergeHistograms } from '../model/histogram.js';
import type { MetricDefinition, MetricId } from '../model/metrics.js';
import type { DatabaseUsage, MeasuredTrial, MemoryFacts, Slice, SliceKind, StartupFacts } from '../model/record.js';
import { slicesOf } from './paired-round.js';
import { percentileUs } from './percentile.js';
import { hodgesLehmann } from './signed-rank.js';
import { bootPhaseMs, firstAnswerPhaseMs, listenPhaseMs, markPhaseMs, type StartupMark } from './start-up-phases.js';
import { geometricMean, latenciesUs } from './turns.js';

/** How a metric is read from one arm's trial: once for the round, once for each slice of some kinds, or turn by turn. */
export type Measurement =
  /** `kinds`: without any of these phases in a round there is no value; none for what does not come from load. */
  | { readonly per: 'round'; readonly kinds: readonly SliceKind[]; readonly read: (trial: MeasuredTrial) => Measured }
  | {
      readonly per: 'slice';
      readonly kinds: readonly [SliceKind, ...SliceKind[]];
      readonly read: (slice: Slice) => number;
    }
  | { readonly per: 'turn'; readonly kinds: readonly ['turns']; readonly read: (trial: MeasuredTrial) => Measured };

const kindNames: Readonly<Record<SliceKind, string>> = {
  turns: 'slice of turns',
  open: 'open-loop slice',
  closed: 'closed-loop slice',
  stream: 'streaming slice',
};

/** Slices in which the other arm is idle: only there do counters that both share belong to one of them. */
const alone = ['closed', 'open', 'stream'] as const;

export function valueOr(value: number | undefined, reason: string): Measured {
  return value === undefined || Number.isNaN(value) ? { state: 'absent', reason } : { state: 'value', value };
}

function noSlice(kind: SliceKind): string {
  return `no ${kindNames[kind]} was usable`;
}

function sumOf(slices: readonly Slice[], read: (slice: Slice) => number): number {
  return slices.reduce((sum, slice) => sum + read(slice), 0);
}

const responsesOf = (slice: Slice): number => slice.load.responseCount;

const crossedClocks = 'the server tells times that cannot be those of its start';

/** The Hodges-Lehmann estimate over the start-up cycles of a round. `marks`: what the server must set for it. */
function startup(read: (facts: StartupFacts) => number | undefined, marks: readonly StartupMark[] = []): Measurement {
  return {
    per: 'round',
    kinds: [],
    read: ({ startups }) => {
      if (startups.length === 0) return { state: 'absent', reason: 'no start-up was timed' };
      const fault = startups.find(({ clockFault }) => clockFault !== undefined)?.clockFault;
      if (startups.some(({ marksMs }) => marks.some((mark) => marksMs[mark] === undefined)))
        return { state: 'absent', reason: fault ?? `the server sets no mark ${marks.join(' or ')}` };
      const cycles = startups.flatMap((facts) => read(facts) ?? []);
      return valueOr(cycles.length < startups.length ? undefined : hodgesLehmann(cycles), fault ?? crossedClocks);
    },
  };
}

function startupPhase(from: StartupMark | 'boot', to: StartupMark): Measurement {
  return startup((facts) => markPhaseMs(facts, from, to), from === 'boot' ? [to] : [from, to]);
}

/** The round's slices of an arm merged into one histogram: percentiles are never averaged. */
function percentile(share: number, kind: SliceKind, histogramOf: (slice: Slice) => HistogramUs): Measurement {
  return {
    per: 'round',
    kinds: [kind],
    read: (trial) =>
      valueOr(percentileUs(mergeHistograms(slicesOf(trial, kind).map(histogramOf)), share), noSlice(kind)),
  };
}

/** A total of some slices over the requests that they answered. */
function perRequest(
  total: (slice: Slice) => number | undefined,
  missing: string,
  kinds: readonly SliceKind[] = alone,
): Measurement {
  return {
    per: 'round',
    kinds,
    read: (trial) => {
      const slices = slicesOf(trial, ...kinds);
      const responses = sumOf(slices, responsesOf);
      if (responses === 0) return { state: 'absent', reason: noSlice(kinds[0] ?? 'closed') };
      if (slices.some((slice) => total(slice) === undefined)) return { state: 'absent', reason: missing };
      return { state: 'value', value: sumOf(slices, (slice) => total(slice) ?? 0) / responses };
    },
  };
}

function databasePerRequest(read: (usage: DatabaseUsage) => number): Measurement {
  return perRequest(({ database }) => database && read(database), 'the database does not count this');
}

function memory(read: (facts: MemoryFacts) => number | undefined): Measurement {
  return { per: 'round', kinds: [], read: (trial) => valueOr(read(trial.memory), 'this platform cannot tell') };
}

/** A percentile of an arm's own turns: description, not a comparison turn by turn. */
function turnPercentile(share: number): Measurement {
  return {
    per: 'round',
    kinds: ['turns'],
    read: (trial) => valueOr(percentileUs(histogramOf(latenciesUs(trial)), share), noSlice('turns')),
  };
}

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

  memoryInUseBytes: memory(({ heapUsedBytes, externalBytes }) => heapUsedBytes + externalBytes),
  // The mean of every slice: the arms' turns mirror each other, and a heap that grows or shrinks with its last turn cancels.
  rssBytes: { per: 'slice', kinds: alone, read: ({ server }) => server.rssBytes },
  peakRssBytes: memory(({ peakRssBytes }) => peakRssBytes),

  // The server times its own queries: turns tell them as well, and undisturbed.
  databaseQueryUs: {
    per: 'round',
    kinds: ['turns'],
    read: (trial) => {
      const slices = slicesOf(trial, 'turns');
      const queries = sumOf(slices, ({ server }) => countOf(server.databaseQueriesUs));
      const totalUs = sumOf(slices, ({ server }) => server.databaseQueryTotalUs);
      return valueOr(queries === 0 ? undefined : totalUs / queries, 'no database query was seen');
    },
  },
  databaseCommandsPerRequest: databasePerRequest(({ commands }) => commands),
  databaseConnectionsPerRequest: databasePerRequest(({ connectionsOpened }) => connectionsOpened),

  cpuPerRequestUs: {
    per: 'slice',
    kinds: ['turns'],
    read: (slice) => slice.server.cpuUs / slice.load.responseCount,
  },
  gcPausePerRequestUs: perRequest(({ server }) => server.gcPauseUs, noSlice('closed')),
  eventLoopUtilization: { per: 'slice', kinds: ['open'], read: ({ server }) => server.eventLoopUtilization },
  writeCallsPerRequest: perRequest(({ server }) => server.outputWrites, 'writes are not counted here'),

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
      return valueOr(requests === 0 ? undefined : failures / requests, 'no request was answered');
    },
  },
};

/** Why the round holds too few open-loop answers for the metric, if it does. */
function tooFewRequests(
  { minimumRequestsPerRound: needed }: MetricDefinition,
  trial: MeasuredTrial,
): string | undefined {
  if (needed === undefined) return undefined;
  const had = sumOf(slicesOf(trial, 'open'), responsesOf);
  return had >= needed
    ? undefined
    : `needs ${needed.toLocaleString('en')} requests a round, had ${had.toLocaleString('en')}`;
}

/** An arm's value of a metric for the round, in the metric's unit, or why there is none. */
export function measureTrial(metric: MetricId, trial: MeasuredTrial, definition: MetricDefinition): Measured {
  const reason = tooFewRequests(definition, trial);
  if (reason !== undefined) return { state: 'absent', reason };
  const measurement = measurements[metric];
  if (measurement.per !== 'slice') return measurement.read(trial);
  return valueOr(
    hodgesLehmann(slicesOf(trial, ...measurement.kinds).map(measurement.read)),
    noSlice(measurement.kinds[0]),
  );
}
