import type { HistogramUs } from '../../model/histogram.js';
import type { ServerUsage } from '../../model/slice.js';
import type { Sample } from './report-messages.js';

/** A reading of the server's totals; two of them make a ServerUsage. */
export interface ServerReading {
  /** CPU time of all its processes so far, in microseconds. */
  readonly cpuUs: number;
  /** What each of its processes that listen said of itself, by process id. */
  readonly samples: ReadonlyMap<number, Sample>;
}

const nothing: Sample = {
  cpuUs: 0,
  rssBytes: 0,
  gcPauseUs: 0,
  gcCount: 0,
  loopActiveMs: 0,
  loopIdleMs: 0,
  loopDelayP99Us: 0,
  outputWrites: 0,
  queriesUs: [],
  queryTotalUs: 0,
};

/** Histograms of several processes as one. */
function merged(histograms: readonly HistogramUs[]): HistogramUs {
  const counts = new Map<number, number>();
  for (const [valueUs, count] of histograms.flat()) counts.set(valueUs, (counts.get(valueUs) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b);
}

/**
 * What the server used between two readings; without a mean of its memory between them, what it had at the end counts.
 * Of several processes that listen the amounts are added up; the event loop is the busiest one's.
 */
export function usageBetween(start: ServerReading, end: ServerReading, meanRssBytes?: number): ServerUsage {
  const pairs = [...end.samples].map(([pid, after]) => ({ before: start.samples.get(pid) ?? nothing, after }));
  /** Undefined where one of them does not tell. */
  const sum = (of: (sample: Sample) => number | undefined) =>
    added(pairs.map(({ before, after }) => difference(of(before), of(after))));
  const atEnd = <Value>(of: (sample: Sample) => Value) => pairs.map(({ after }) => of(after));
  const utilizations = pairs.map(({ before, after }) => {
    const activeMs = difference(before.loopActiveMs, after.loopActiveMs);
    const idleMs = difference(before.loopIdleMs, after.loopIdleMs);
    return activeMs === undefined || idleMs === undefined ? undefined : activeMs / (activeMs + idleMs);
  });
  return {
    cpuUs: end.cpuUs - start.cpuUs,
    gcPauseUs: sum(({ gcPauseUs }) => gcPauseUs),
    gcCount: sum(({ gcCount }) => gcCount),
    eventLoopUtilization: most(utilizations),
    eventLoopDelayP99Us: most(atEnd(({ loopDelayP99Us }) => loopDelayP99Us)),
    rssBytes: meanRssBytes ?? atEnd(({ rssBytes }) => rssBytes).reduce((total, bytes) => total + bytes, 0),
    outputWrites: sum(({ outputWrites }) => outputWrites),
    databaseQueriesUs: merged(atEnd(({ queriesUs }) => queriesUs)),
    databaseQueryTotalUs: atEnd(({ queryTotalUs }) => queryTotalUs).reduce((total, us) => total + us, 0),
  };
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}

/** The sum; undefined where a part of it is not known. */
export function added(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((sum, value) => (sum === undefined || value === undefined ? undefined : sum + value), 0);
}

function most(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? undefined : Math.max(...known);
}
