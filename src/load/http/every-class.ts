import { Agent } from 'node:http';
import type { SliceLoad } from '../../model/slice.js';
import type { EveryClassCommand } from '../requests/command.js';
import type { PreparedRequest } from '../requests/sequence.js';
import { exchange } from './http-client.js';
import { Tally } from './tally.js';

/**
 * The first part of a warm-up: every class of requests, streams and HEAD too, as many at a time as there are
 * connections. A request that is rare and heavy (a login: 16 MiB in each thread that ever hashed a password) has then
 * been everywhere, and a route that is loaded with its first request has been loaded.
 */
export async function everyClass(
  command: EveryClassCommand,
  sequence: readonly PreparedRequest[],
  edges: { start(): void; end(): void },
): Promise<SliceLoad> {
  const agent = new Agent({ keepAlive: true, maxSockets: command.connections });
  const line = { ...command.target, agent, timeoutMs: command.requestTimeoutMs };
  const tally = new Tally();
  const names = [...new Set(sequence.map(({ className }) => className))].toSorted();
  tally.begin();
  edges.start();
  try {
    for (const name of names) {
      const requests = sequence.filter(({ className }) => className === name).slice(0, command.connections);
      await Promise.all(requests.map(async (request) => tally.finished(request, await exchange(request, line))));
    }
    tally.end();
    edges.end();
    return tally.result('closed');
  } finally {
    agent.destroy();
  }
}
