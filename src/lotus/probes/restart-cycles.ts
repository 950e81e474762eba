import { createApplication } from '../bootstrap.js';
import { readSettings } from '../settings.js';

/**
 * Starts a server and shuts it down, again and again in this one process, and prints what each cycle leaves behind:
 * listeners on the process, and memory after a collection, as the slope over the second half (the first fills caches).
 */
const cycles = Number(process.argv[2] ?? 200);

const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
const heapBytes = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

/** Theil's slope: the median of the slopes between all pairs. */
function slope(values: readonly number[]): number {
  const slopes = values.flatMap((to, j) => values.slice(0, j).map((from, i) => (to - from) / (j - i)));
  return slopes.toSorted((a, b) => a - b)[slopes.length >> 1] ?? Number.NaN;
}

process.setMaxListeners(0);
const listenersBefore = listeners();
const heaps: number[] = [];
const read = readSettings({ ...process.env, PORT: '0' });
for (let cycle = 0; cycle < cycles; cycle++) {
  const application = createApplication(read, () => undefined);
  await application.start();
  await application.stop();
  if (cycle >= cycles / 2) heaps.push(heapBytes());
}
const left = (listeners() - listenersBefore) / cycles;
process.stdout.write(`${JSON.stringify({ listenersPerCycle: left, heapBytesPerCycle: slope(heaps) })}\n`);
process.exit(0);
