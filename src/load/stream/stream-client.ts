import { Agent } from 'node:http';
import type { SliceLoad } from '../../model/slice.js';
import { exchange } from '../http/http-client.js';
import { Tally } from '../http/tally.js';
import type { StreamCommand } from '../requests/command.js';
import type { PreparedRequest } from '../requests/sequence.js';

/**
 * Some clients, each reading one large body after another until an exact number was read: time to the first byte, to
 * the whole body, and bytes.
 */
export async function streamBodies(
  command: StreamCommand,
  sequence: readonly PreparedRequest[],
  edges: { start(): void; end(): void },
): Promise<SliceLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: command.streams });
  const tally = new Tally();
  const line = { ...command.target, agent, timeoutMs: command.requestTimeoutMs };
  let next = 0;
  const client = async () => {
    while (next < command.requestCount) {
      const request = sequence[next++ % sequence.length];
      if (!request) throw new Error('the scenario has no streams');
      tally.sent();
      tally.finished(request, await exchange(request, line));
    }
  };
  tally.begin();
  edges.start();
  try {
    await Promise.all(Array.from({ length: command.streams }, client));
    tally.end();
    edges.end();
    return tally.result('stream');
  } finally {
    agent.destroy();
  }
}
