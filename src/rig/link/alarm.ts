import { Worker } from 'node:worker_threads';

/** A clock that all threads of this process share, in milliseconds with fractions; it starts anywhere. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Rings once, at the time it was set to last. */
export interface Alarm {
  set(dueMs: number): void;
  close(): Promise<void>;
}

/** What stands in the cell that both threads share while no alarm is set. */
export const unset = -1n;

/**
 * An alarm that is finer than setTimeout, which counts in whole milliseconds from a clock that is up to one behind:
 * asked for 0.5 ms it takes 1 to 2. A thread that sleeps in Atomics.wait wakes within a tenth of a millisecond, and
 * costs nothing while it sleeps.
 */
export function startAlarm(ring: () => void): Alarm {
  const cell = new BigInt64Array(new SharedArrayBuffer(8)).fill(unset);
  const thread = new Worker(new URL('./alarm-thread.js', import.meta.url), { workerData: cell });
  thread.on('message', ring);
  return {
    set(dueMs) {
      // Never early: the time is rounded up to the next nanosecond.
      Atomics.store(cell, 0, BigInt(Math.ceil(dueMs * 1e6)));
      Atomics.notify(cell, 0);
    },
    async close() {
      await thread.terminate();
    },
  };
}
