import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { SliceLoad } from '../model/record.js';
import { exchange } from './http-client.js';
import type { StreamOrder } from './order.js';
import type { PreparedRequest } from './sequence.js';
import { Tally } from './tally.js';

/** Some clients, each reading one large body after another: time to the first byte, to the whole body, and bytes. */
export async function streamBodies(
  order: StreamOrder,
  sequence: readonly PreparedRequest[],
  edges: { start(): void; end(): void },
): Promise<SliceLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.streams });
  const tally = new Tally();
  const target = { port: order.port, agent, timeoutMs: order.requestTimeoutMs };
  let next = 0;
  let running = true;
  const client = async () => {
    while (running) {
      const request = sequence[next++ % sequence.length];
      if (!request) return;
      const result = await exchange(request, target);
      if (!tally.counts(result.doneAtMs)) continue;
      tally.sent();
      if (result.fault) tally.failed(result.fault);
      else
        tally.answered(
          request.className,
          (result.doneAtMs - result.sentAtMs) * 1000,
          result.bytes,
          (result.firstByteAtMs - result.sentAtMs) * 1000,
        );
    }
  };
  try {
    const clients = Array.from({ length: order.streams }, client);
    await delay(order.discardMs);
    tally.begin();
    edges.start();
    await delay(order.durationMs);
    running = false;
    tally.end();
    edges.end();
    await Promise.all(clients);
    return tally.result('stream');
  } finally {
    agent.destroy();
  }
}
