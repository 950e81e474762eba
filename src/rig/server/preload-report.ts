import { channel } from 'node:diagnostics_channel';
import { connect } from 'node:net';
import { monitorEventLoopDelay, type PerformanceEntry, PerformanceObserver, performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bucketUs } from '../../model/histogram.js';
import { watchPool } from './pool-use.js';
import type { Answers, FromServer, Heap, Marks, Sample, ToServer } from './report-messages.js';

/** The preload's line to the bench, once the process listens. */
export interface PreloadReport {
  tell(message: FromServer): void;
}

interface Given {
  readonly socketPath: string;
  /** Where the server publishes `{ durationMs }` for each database query, if it does. */
  readonly queryChannel: string | undefined;
  /** Where it publishes how its pool of connections changes, if it does. */
  readonly poolChannel: string | undefined;
  readonly nowMs: () => number;
  /** Writes to stdout and stderr so far. */
  readonly written: () => number;
}

/**
 * Durations of database queries since the last sample, as the server publishes them; none where it has no channel for
 * them.
 */
function watchQueries(channelName: string | undefined): () => Pick<Sample, 'queriesUs' | 'queryTotalUs'> {
  let counts = new Map<number, number>();
  let totalUs = 0;
  const count = (message: unknown) => {
    const durationUs = (message as { durationMs: number }).durationMs * 1000;
    const bucket = bucketUs(durationUs);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    totalUs += durationUs;
  };
  if (channelName) channel(channelName).subscribe(count);
  return () => {
    const taken = { queriesUs: [...counts].sort(([a], [b]) => a - b), queryTotalUs: totalUs };
    counts = new Map();
    totalUs = 0;
    return taken;
  };
}

function watchGarbageCollection(): () => Pick<Sample, 'gcPauseUs' | 'gcCount'> {
  let gcPauseUs = 0;
  let gcCount = 0;
  const count = (entries: readonly PerformanceEntry[]) => {
    for (const { duration } of entries) {
      gcPauseUs += duration * 1000;
      gcCount++;
    }
  };
  const observer = new PerformanceObserver((list) => count(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    count(observer.takeRecords());
    return { gcPauseUs, gcCount };
  };
}

/**
 * Marks are kept from the start of the process, by its own time; the two clocks are read together to tell them by the
 * shared one.
 */
function marksSoFar(nowMs: () => number): Marks {
  const originMs = nowMs() - performance.now();
  const entries = performance.getEntriesByType('mark');
  return { marksAtMs: Object.fromEntries(entries.map(({ name, startTime }) => [name, originMs + startTime])) };
}

/**
 * Collects all garbage, twice: what the first collection finalizes, and frees in the turn after it, the second takes.
 */
async function heapAfterCollection(): Promise<Heap> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  await nextTurn();
  collect();
  // `external` holds `arrayBuffers` too (Node's documentation of process.memoryUsage).
  const { heapUsed, external } = process.memoryUsage();
  return { heapUsedBytes: heapUsed, externalBytes: external };
}

function watchSample({ written, queryChannel, poolChannel }: Given): () => Sample {
  const garbage = watchGarbageCollection();
  const queries = watchQueries(queryChannel);
  const pool = poolChannel === undefined ? undefined : watchPool(poolChannel);
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  return () => {
    const { user, system } = process.cpuUsage();
    const { active, idle } = performance.eventLoopUtilization();
    const loopDelayP99Us = delay.percentile(99) / 1000;
    delay.reset();
    return {
      cpuUs: user + system,
      rssBytes: process.memoryUsage.rss(),
      ...garbage(),
      loopActiveMs: active,
      loopIdleMs: idle,
      loopDelayP99Us,
      outputWrites: written(),
      ...queries(),
      ...(pool ? { pool: pool() } : {}),
    };
  };
}

/** Connects to the bench and answers its questions. It holds no handle open. */
export function connectReport(given: Given): PreloadReport {
  const { socketPath, nowMs } = given;
  const socket = connect(socketPath);
  socket.unref();
  const tell = (message: FromServer) => void socket.write(`${JSON.stringify(message)}\n`);
  const answers: { [Ask in keyof Answers]: () => Answers[Ask] | Promise<Answers[Ask]> } = {
    marks: () => marksSoFar(nowMs),
    sample: watchSample(given),
    heap: heapAfterCollection,
    scripts: async () => (await import('./loaded-scripts.js')).loadedScripts(),
  };
  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', async (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const { id, ask } = JSON.parse(line) as ToServer;
      tell({ kind: 'answer', id, body: await answers[ask]() });
    }
  });
  // A bench that hangs up is gone and has no use for its servers; the warden says so too, more firmly.
  socket.on('end', () => process.exit());
  // A line that breaks otherwise is the bench's to notice; it must not end the server.
  socket.on('error', () => socket.destroy());
  return { tell };
}
