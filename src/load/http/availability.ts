import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '../requests/command.js';
import type { PreparedRequest } from '../requests/sequence.js';
import { exchange } from './http-client.js';

/** One request of a client that asks on, whatever happens. Times are milliseconds of `performance.now()`. */
export interface Asked {
  readonly sentAtMs: number;
  readonly doneAtMs: number;
  readonly good: boolean;
}

/** Somebody who asks on at a steady rate. */
export interface Availability {
  /** Stops asking, waits for what is under way, and gives all that was asked. */
  end(): Promise<readonly Asked[]>;
}

/**
 * Asks a server at a steady rate, each time without waiting for the answers before. An answer that takes longer than
 * `timeoutMs` is none.
 */
export function askOn(
  target: Target,
  request: PreparedRequest,
  { perSecond, timeoutMs }: { readonly perSecond: number; readonly timeoutMs: number },
): Availability {
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo' });
  const underWay: Promise<Asked>[] = [];
  const over = new AbortController();
  const ask = async (): Promise<Asked> => {
    const { sentAtMs, doneAtMs, fault } = await exchange(request, { ...target, agent, timeoutMs });
    return { sentAtMs, doneAtMs, good: fault === undefined };
  };
  const asking = (async () => {
    const startMs = performance.now();
    for (let i = 0; !over.signal.aborted; i++) {
      const waitMs = startMs + (i * 1000) / perSecond - performance.now();
      // Called off at the end; nothing else can end a wait.
      if (waitMs > 0) await delay(waitMs, undefined, { signal: over.signal }).catch(() => undefined);
      if (!over.signal.aborted) underWay.push(ask());
    }
  })();
  return {
    async end() {
      over.abort();
      await asking;
      try {
        return await Promise.all(underWay);
      } finally {
        agent.destroy();
      }
    },
  };
}
