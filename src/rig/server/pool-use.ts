import { channel } from 'node:diagnostics_channel';
import type { PoolUse } from './report-messages.js';

/** What a server says of its pool: by how much each of these has changed. */
interface PoolChange {
  readonly checkedOut?: number;
  readonly waiting?: number;
}

/**
 * Adds up for how long connections are in use, and queries wait for one, from a server's own messages: two readings and
 * the time between them give the means. What was in use before it was watched is not known.
 */
export function watchPool(channelName: string): () => PoolUse {
  let [checkedOut, waiting, checkedOutMs, waitingMs] = [0, 0, 0, 0];
  let lastMs = performance.now();
  const pass = () => {
    const nowMs = performance.now();
    checkedOutMs += Math.max(0, checkedOut) * (nowMs - lastMs);
    waitingMs += Math.max(0, waiting) * (nowMs - lastMs);
    lastMs = nowMs;
  };
  channel(channelName).subscribe((message) => {
    const change = message as PoolChange;
    pass();
    checkedOut += change.checkedOut ?? 0;
    waiting += change.waiting ?? 0;
  });
  return () => {
    pass();
    return { checkedOutMs, waitingMs };
  };
}
