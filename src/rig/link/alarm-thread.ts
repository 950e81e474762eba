import { parentPort, workerData } from 'node:worker_threads';
import { unset } from './alarm.js';

/** The thread of an alarm: sleeps until the time in the shared cell, or until that is changed. It never spins. */
const cell = workerData as BigInt64Array<SharedArrayBuffer>;

for (;;) {
  const dueNs = Atomics.load(cell, 0);
  const leftMs = Number(dueNs - process.hrtime.bigint()) / 1e6;
  if (dueNs === unset) Atomics.wait(cell, 0, unset);
  else if (leftMs > 0) Atomics.wait(cell, 0, dueNs, leftMs);
  else if (Atomics.compareExchange(cell, 0, dueNs, unset) === dueNs) parentPort?.postMessage(undefined);
}
