import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadDriver, startLoad } from '../../../src/load/driver.js';
import type { Scenario } from '../../../src/model/scenario.js';
import { serve } from '../misbehaving-server.js';

const scenario: Scenario = {
  name: 'test',
  description: '',
  launch: { source: { kind: 'folder', path: '.' }, command: [], nodeArguments: [] },
  target: { env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 1 },
  populations: { id: { kind: 'numbered', prefix: 'n', digits: 3, base: 10, count: 500, zipfExponent: 0.5 } },
  requests: [
    { name: 'item', weight: 3, kind: 'plain', method: 'GET', path: '/item/{id}', expect: { status: 200 } },
    { name: 'save', weight: 1, kind: 'plain', method: 'POST', path: '/save/{id}', body: 'x', expect: { status: 200 } },
  ],
  promises: {},
};

let load: LoadDriver;

beforeAll(async () => {
  load = startLoad();
  await load.prepare(scenario);
});

afterAll(() => load.close());

const turnsWith = (ports: readonly number[], turns: number) =>
  load.turns({
    kind: 'turns',
    targets: ports.map((port) => ({ host: '127.0.0.1', port })),
    seed: 3,
    turns,
    requestTimeoutMs: 1000,
  });

describe('turns', () => {
  it('send every server the same requests, one in flight at a time over all of them, in an order drawn for each turn', async () => {
    const log: string[] = [];
    let [inFlight, most] = [0, 0];
    const named = (name: string) =>
      serve((request, response) => {
        most = Math.max(most, ++inFlight);
        log.push(`${name} ${request.method} ${request.url}`);
        request.resume().on('end', () => {
          inFlight--;
          response.end('hello');
        });
      });
    const [a, b, c] = [await named('a'), await named('b'), await named('c')];
    const loads = await turnsWith([a.port, b.port, c.port], 60);
    for (const server of [a, b, c]) await server.close();
    const requestsOf = (name: string) => log.filter((line) => line.startsWith(name)).map((line) => line.slice(2));
    expect(most).toBe(1);
    expect(requestsOf('b')).toEqual(requestsOf('a'));
    expect(requestsOf('c')).toEqual(requestsOf('a'));
    expect(requestsOf('a').filter((line) => line.startsWith('POST'))).toHaveLength(15);
    const orders = new Set(
      Array.from({ length: 60 }, (_, turn) =>
        log
          .slice(3 * turn, 3 * turn + 3)
          .map((line) => line[0])
          .join(''),
      ),
    );
    // Of six orders, all but the unluckiest come up in sixty turns.
    expect(orders.size).toBeGreaterThan(4);
    // What is recorded says so too: in each turn, one server was first, one second, one third.
    const positions = loads.map(({ turns }) => turns?.position ?? []);
    for (let turn = 0; turn < 60; turn++) expect(positions.map((each) => each[turn]).toSorted()).toEqual([0, 1, 2]);
    expect(loads.map(({ turns }) => turns?.classIndex)).toEqual(Array(3).fill(loads[0]?.turns?.classIndex));
  });

  it('keep a failed request as null in its own half of the turn, and the other half as it was', async () => {
    let count = 0;
    const good = await serve((request, response) => void request.resume().on('end', () => response.end('hello')));
    const bad = await serve(
      (request, response) =>
        void request.resume().on('end', () => response.writeHead(++count % 10 === 0 ? 500 : 200).end('hello')),
    );
    const [first, second] = await turnsWith([good.port, bad.port], 40);
    await good.close();
    await bad.close();
    const nulls = (latencies: readonly (number | null)[] = []) => latencies.filter((each) => each === null).length;
    expect([first?.failureCount, second?.failureCount]).toEqual([0, 4]);
    expect([nulls(first?.turns?.latencyUs), nulls(second?.turns?.latencyUs)]).toEqual([0, 4]);
    expect(second?.failureExamples[0]?.fault).toEqual({ kind: 'status', expected: 200, got: 500 });
    expect([first?.responseCount, second?.responseCount]).toEqual([40, 36]);
  });

  it('send an idempotent request again where the server had closed the idle connection, and count that', async () => {
    // Closes a connection when the next request arrives on it, as a server does whose idle time-out has just ended.
    const closing = await serve((request, response) => {
      const socket = request.socket as typeof request.socket & { used?: boolean };
      if (socket.used && request.method === 'GET') {
        socket.resetAndDestroy();
        return;
      }
      socket.used = true;
      request.resume().on('end', () => response.end('hello'));
    });
    const steady = await serve((request, response) => void request.resume().on('end', () => response.end('hello')));
    const [first, second] = await turnsWith([closing.port, steady.port], 20);
    await closing.close();
    await steady.close();
    expect([first?.failureCount, first?.responseCount]).toEqual([0, 20]);
    expect(first?.generator.reconnects).toBeGreaterThan(5);
    expect(second?.generator.reconnects).toBe(0);
  });
});
