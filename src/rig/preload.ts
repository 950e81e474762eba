import { channel } from 'node:diagnostics_channel';
import { connect, Server, type Socket } from 'node:net';
import { monitorEventLoopDelay, type PerformanceEntry, PerformanceObserver, performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bucketUs } from '../model/histogram.js';
import type { FromServer, Heap, Marks, Sample, ToServer } from './report-messages.js';

/**
 * Loaded into every Node process of the server under test (NODE_OPTIONS=--import). Reports when it boots and where it
 * listens, and answers the bench's questions. It changes nothing else: it holds no handle open, and without its
 * environment variable it does nothing.
 */
const nowMs = () => performance.timeOrigin + performance.now();

/** Durations of database queries since the last sample, as any server publishes them on this channel. */
function watchQueries(): () => Pick<Sample, 'queriesUs' | 'queryTotalUs'> {
  let counts = new Map<number, number>();
  let totalUs = 0;
  channel('lotus.database.query').subscribe((message) => {
    const durationUs = (message as { durationMs: number }).durationMs * 1000;
    const bucket = bucketUs(durationUs);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    totalUs += durationUs;
  });
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

function watchMarks(): () => Marks {
  const marksAtMs: Record<string, number> = {};
  const keep = (entries: readonly PerformanceEntry[]) => {
    for (const { name, startTime } of entries) marksAtMs[name] = performance.timeOrigin + startTime;
  };
  const observer = new PerformanceObserver((list) => keep(list.getEntries()));
  observer.observe({ entryTypes: ['mark'] });
  return () => {
    keep(observer.takeRecords());
    observer.disconnect();
    return { marksAtMs };
  };
}

/** Collects all garbage, twice: what the first collection finalizes, the second frees. */
function heapAfterCollection(): Heap {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return { heapUsedBytes: process.memoryUsage().heapUsed };
}

function reportListening(tell: (message: FromServer) => void): void {
  type Listen = (this: Server, ...options: unknown[]) => Server;
  const prototype = Server.prototype as unknown as { listen: Listen };
  const { listen } = prototype;
  prototype.listen = function (this: Server, ...options) {
    this.once('listening', () => {
      const address = this.address();
      if (address && typeof address === 'object')
        tell({ kind: 'listening', pid: process.pid, port: address.port, atMs: nowMs() });
    });
    return listen.apply(this, options);
  };
}

function observe(socketPath: string): void {
  const socket: Socket = connect(socketPath);
  const tell = (message: FromServer) => void socket.write(`${JSON.stringify(message)}\n`);
  socket.unref();
  tell({ kind: 'boot', pid: process.pid, atMs: nowMs() });
  reportListening(tell);
  const marks = watchMarks();
  const garbage = watchGarbageCollection();
  const queries = watchQueries();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();

  const sample = (): Sample => {
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
      ...queries(),
    };
  };
  const answers = { marks, sample, heap: heapAfterCollection };

  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const { id, ask } = JSON.parse(line) as ToServer;
      tell({ kind: 'answer', id, body: answers[ask]() });
    }
  });
  // A bench that is gone has no use for its servers; the warden says so too, more firmly.
  socket.on('close', () => process.exit());
  socket.on('error', () => process.exit());
}

const socketPath = process.env.LOTUS_BENCH_SOCKET;
if (socketPath) observe(socketPath);
