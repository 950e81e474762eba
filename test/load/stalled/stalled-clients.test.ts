import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { stallClients } from '../../../src/load/stalled/stalled-clients.js';
import type { StallKind } from '../../../src/model/experiment.js';

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that counts what came to it. */
async function counting() {
  const seen = { connections: 0, requests: 0, bodies: 0, answered: 0 };
  const answer = Buffer.alloc(4 * 2 ** 20);
  server = createServer((request, response) => {
    seen.requests++;
    request.resume();
    request.on('end', () => {
      seen.bodies++;
      response.end(answer);
    });
    response.on('finish', () => seen.answered++);
    request.on('error', () => undefined);
  });
  server.on('connection', () => seen.connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { seen, target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } };
}

/** Waits until nothing more comes in. */
async function settled(read: () => number): Promise<void> {
  let [last, same] = [-1, 0];
  while (same < 20) {
    same = read() === last ? same + 1 : 0;
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

it.each<[StallKind, { requests: number; bodies: number; answered: number }]>([
  ['half-head', { requests: 0, bodies: 0, answered: 0 }],
  ['endless-body', { requests: 150, bodies: 0, answered: 0 }],
])('150 clients, %s', async (how, wanted) => {
  const { seen, target } = await counting();
  const clients = await stallClients(target, how, { count: 150, path: '/' });
  await settled(() => seen.connections + seen.requests);
  expect(seen).toEqual({ connections: 150, ...wanted });
  clients.close();
});

it('3 clients that never read: the server is left with answers that nobody takes', async () => {
  const { seen, target } = await counting();
  const clients = await stallClients(target, 'never-reads', { count: 3, path: '/' });
  await settled(() => seen.requests + seen.answered);
  expect(seen.connections).toBe(3);
  expect(seen.answered).toBeLessThan(seen.requests);
  clients.close();
});

it('nobody there: it rejects, and leaves no connection', async () => {
  await expect(stallClients({ host: '127.0.0.1', port: 1 }, 'half-head', { count: 2, path: '/' })).rejects.toThrow(
    'ECONNREFUSED',
  );
});
