import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { SliceLoad } from '../../model/slice.js';
import type { OpenCommand } from '../requests/command.js';
import type { PreparedRequest } from '../requests/sequence.js';
import { exchange } from './http-client.js';
import { Tally } from './tally.js';

/** More requests than this under way means that the server is far behind: the rest of the slice would only queue. */
const maxInFlight = 2000;

/**
 * Sends requests at evenly spaced times that are fixed beforehand, and counts each from the time at which it was due
 * (wrk2's answer to coordinated omission): a stall of the server is felt by every request that fell into it.
 *
 * Timers may fire early by up to a millisecond, so a request counts from min(due, sent).
 */
export async function openLoop(
  command: OpenCommand,
  sequence: readonly PreparedRequest[],
  edges: { start(): void; end(): void },
): Promise<SliceLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: maxInFlight, scheduling: 'lifo' });
  const tally = new Tally();
  const spacingMs = 1000 / command.ratePerSecond;
  const line = { ...command.target, agent, timeoutMs: command.requestTimeoutMs };
  const underWay = new Set<Promise<void>>();
  const startMs = performance.now();
  let planned = 0;

  const fire = async (request: PreparedRequest, dueMs: number, counted: boolean) => {
    const result = await exchange(request, line);
    if (counted) tally.finished(request, result, Math.min(dueMs, result.sentAtMs));
  };

  try {
    let counting = false;
    for (let index = 0; ; index++) {
      const dueMs = startMs + index * spacingMs;
      if (!counting && dueMs >= startMs + command.discardMs) {
        counting = true;
        tally.begin();
        edges.start();
      }
      if (dueMs >= startMs + command.discardMs + command.durationMs) break;
      const waitMs = dueMs - performance.now();
      // A timer of 0 ms is one of 1 ms in Node; what is due now is sent now.
      if (waitMs > 0.5) await delay(waitMs);
      if (counting) planned++;
      const request = sequence[index % sequence.length];
      if (!request || underWay.size >= maxInFlight) continue;
      if (counting) tally.sentOnSchedule(Math.max(0, performance.now() - dueMs) * 1000);
      const done = fire(request, dueMs, counting).finally(() => underWay.delete(done));
      underWay.add(done);
    }
    const lastDueMs = startMs + command.discardMs + command.durationMs;
    const restMs = lastDueMs - performance.now();
    if (restMs > 0) await delay(restMs);
    tally.end();
    edges.end();
    await Promise.all(underWay);
    return tally.result('open', planned);
  } finally {
    agent.destroy();
  }
}
