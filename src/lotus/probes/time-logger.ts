import { closeSync, openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { Bench } from 'tinybench';
import { readOptimizations } from '../optimizations.js';
import { Logger } from '../utils/logger.js';

/** Times the logger alone in batches, far above the step of any timer, and prints what it found as JSON. */
const read = readOptimizations(process.env.LOTUS_OPTIMIZATIONS ?? 'after');
if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
const settings = read.optimizations;

const callsPerBatch = 1000;
const linesPerBatch = 50;

/** What every call makes is used: a compiler may leave out what nobody looks at. */
let consumed = 0;
const consume = (text: string) => {
  consumed += text.charCodeAt(text.length - 1);
};

const timed = new Logger(settings, consume);
const messages = Array.from({ length: callsPerBatch }, (_, i) => `message number ${i}`);
const manyCalls = () => {
  for (const message of messages) timed.info(message);
};

const file = openSync(devNull, 'w');
const written = new Logger(settings, (text) => writeSync(file, `${text}\n`));
const oneBatch = () => {
  for (let i = 0; i < linesPerBatch; i++) written.request('GET', '/api/videos', 200, 1.5);
  written.flush();
};

const bench = new Bench({ time: 400, warmupTime: 150 });
bench.add('calls', manyCalls).add('batch', oneBatch);
await bench.run();

/** Milliseconds of one run: the median. */
function medianMs(name: string): number {
  const result = bench.getTask(name)?.result;
  if (result?.state !== 'completed') throw new Error(`${name} did not complete`);
  return result.latency.p50;
}

/** What `calls` calls allocate: fewer than a collection would come for. */
function bytesPerCall(): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  manyCalls();
  return (process.memoryUsage().heapUsed - before) / callsPerBatch;
}

/** How often a logger writes, and how many lines at most at once. */
function counted(log: (logger: Logger) => void): { writes: number; mostLines: number } {
  let writes = 0;
  let mostLines = 0;
  const logger = new Logger(settings, (text) => {
    writes++;
    mostLines = Math.max(mostLines, text.split('\n').length);
  });
  log(logger);
  logger.flush();
  return { writes, mostLines };
}

const request = (count: number) => (logger: Logger) => {
  for (let i = 0; i < count; i++) logger.request('GET', `/${i}`, 200, 1);
};

const found = {
  nsPerCall: (medianMs('calls') * 1e6) / callsPerBatch,
  usPerBatch: medianMs('batch') * 1000,
  bytesPerCall: bytesPerCall(),
  writesPer50Lines: counted(request(linesPerBatch)).writes,
  mostLinesPerWrite: counted(request(linesPerBatch * 7 + 3)).mostLines,
  bannerWrites: counted((logger) => logger.banner(Array.from({ length: 20 }, (_, i) => `line ${i}`))).writes,
};
closeSync(file);
process.stdout.write(`${JSON.stringify(found)}\n`);
if (Number.isNaN(consumed)) process.exitCode = 1;
