import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadDriver, startLoad } from '../../src/load/driver.js';
import { WrongAnswersError } from '../../src/load/requests/wrong-answers-error.js';
import { countOf } from '../../src/model/histogram.js';
import type { RequestClass, Scenario } from '../../src/model/scenario.js';
import type { SliceLoad } from '../../src/model/slice.js';
import { serve } from './misbehaving-server.js';

let load: LoadDriver;

beforeAll(() => {
  load = startLoad();
});

afterAll(() => load.close());

const plain: RequestClass = {
  name: 'get',
  weight: 1,
  kind: 'plain',
  method: 'GET',
  path: '/',
  expect: { status: 200, bodyContains: 'hello' },
};

function prepare(...requests: RequestClass[]): Promise<void> {
  const scenario: Scenario = {
    name: 'test',
    description: '',
    launch: { source: { kind: 'folder', path: '.' }, command: [], nodeArguments: [] },
    target: { env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 1 },
    populations: {},
    requests,
    promises: {},
  };
  return load.prepare(scenario);
}

const common = { seed: 1, requestTimeoutMs: 1000 };
const at = (port: number) => ({ ...common, target: { host: '127.0.0.1', port } });
const closed = (port: number, requestCount = 200) =>
  load.run({ ...at(port), kind: 'closed', connections: 4, requestCount });
const open = (port: number, ratePerSecond = 200, durationMs = 500) =>
  load.run({ ...at(port), kind: 'open', ratePerSecond, discardMs: 100, durationMs });
const medianUs = ({ latencyUs }: SliceLoad) => {
  const values = latencyUs.flatMap(([valueUs, count]) => Array<number>(count).fill(valueUs));
  return values[Math.floor(values.length / 2)] ?? 0;
};

describe('a good server', () => {
  it('gets the planned requests of an open loop, all answered', async () => {
    const server = await serve((_request, response) => response.end('hello'));
    await prepare(plain);
    const slice = await open(server.port);
    await server.close();
    expect(slice).toMatchObject({
      kind: 'open',
      plannedCount: 100,
      sentCount: 100,
      responseCount: 100,
      failureCount: 0,
    });
    expect(countOf(slice.latencyUs)).toBe(100);
    expect(slice.classes.get?.responseCount).toBe(100);
  });

  it('gets an exact number of requests in a closed loop, however they divide by the connections', async () => {
    let count = 0;
    const server = await serve((_request, response) => {
      count++;
      response.end('hello');
    });
    await prepare(plain);
    const slice = await closed(server.port, 103);
    await server.close();
    expect([slice.sentCount, slice.responseCount, count]).toEqual([103, 103, 103]);
  });

  it('is warmed with every class, streams and HEAD too, as many at once as there are connections', async () => {
    const atOnce = new Map<string, number>();
    const now = new Map<string, number>();
    const count = (path: string, change: number) => now.set(path, (now.get(path) ?? 0) + change);
    const server = await serve((request, response) => {
      const path = `${request.method} ${request.url}`;
      count(path, 1);
      atOnce.set(path, Math.max(atOnce.get(path) ?? 0, now.get(path) ?? 0));
      setTimeout(() => {
        count(path, -1);
        response.end('hello');
      }, 50);
    });
    const named = (name: string, weight: number, more: Partial<RequestClass> = {}) => ({
      ...plain,
      name,
      weight,
      path: `/${name}`,
      ...more,
    });
    const film = named('film', 1, { kind: 'stream' });
    await prepare(
      named('often', 97),
      named('seldom', 1),
      named('head', 1, { method: 'HEAD', expect: { status: 200 } }),
      film,
    );
    const slice = await load.run({ ...at(server.port), kind: 'every-class', connections: 4 });
    await server.close();
    expect(Object.fromEntries([...atOnce].toSorted())).toEqual({
      'GET /film': 4,
      'GET /often': 4,
      'GET /seldom': 4,
      'HEAD /head': 4,
    });
    expect([slice.responseCount, slice.failureCount]).toEqual([16, 0]);
  });

  it('is sampled at the edges of the window, which come in order', async () => {
    const server = await serve((_request, response) => response.end('hello'));
    await prepare(plain);
    const events: string[] = [];
    await load.run(
      { ...at(server.port), kind: 'closed', connections: 2, requestCount: 20 },
      { onWindowStart: () => events.push('start'), onWindowEnd: () => events.push('end') },
    );
    await server.close();
    expect(events).toEqual(['start', 'end']);
  });
});

describe('Connection: close', () => {
  const closing = () =>
    serve((_request, response) => {
      response.setHeader('Connection', 'close');
      response.end('hello');
    });

  it('does not lengthen latencies with time, as autocannon alone does (true ones are about 1 ms)', async () => {
    const server = await closing();
    await prepare(plain);
    const [early, late] = [await closed(server.port, 200), await closed(server.port, 2000)];
    await server.close();
    expect([late.failureCount, late.responseCount]).toEqual([0, 2000]);
    expect(medianUs(late)).toBeLessThan(5 * medianUs(early));
  });
});

it.each([
  ['204', 'GET', 204],
  ['304', 'GET', 304],
  ['a redirect', 'GET', 302],
  ['HEAD', 'HEAD', 200],
] as const)('an answer without a body is a good one where it is expected: %s', async (_, method, status) => {
  const server = await serve((_request, response) => {
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
  await prepare({ ...plain, method, expect: { status } });
  const turned = await load.turns({ ...common, kind: 'turns', targets: [at(server.port).target], turns: 20 });
  const loads = [await open(server.port), ...turned, ...(method === 'HEAD' ? [] : [await closed(server.port)])];
  await server.close();
  expect(loads.map(({ failureCount }) => failureCount)).toEqual(loads.map(() => 0));
  expect(Math.min(...loads.map(({ responseCount }) => responseCount))).toBeGreaterThanOrEqual(20);
});

it('HTTP/1.0 closes after every answer without a word of it: no request is lost by that', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await prepare(plain);
  const load = await closed((server.address() as AddressInfo).port);
  server.close();
  expect([load.failureCount, load.responseCount]).toEqual([0, 200]);
});

describe('wrong answers are failures, in both loops', () => {
  const cases: [string, Parameters<typeof serve>[0], RegExp][] = [
    ['500s', (_request, response) => void response.writeHead(500).end('hello'), /^status$/],
    ['a wrong body', (_request, response) => void response.end('goodbye'), /^lacks$/],
    ['a reset', (request) => void request.socket.resetAndDestroy(), /^(reset|closed|connection-failed)$/],
    ['an end without an answer', (request) => void request.socket.end(), /^(connection-failed|closed|reset)$/],
    ['silence', () => undefined, /^no-answer$/],
    [
      'a body that is cut off',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('hello');
        setTimeout(() => request.socket.destroy(), 5);
      },
      /^(cut-off|closed|reset)$/,
    ],
  ];

  it.each(cases)('%s', async (_name, handle, wanted) => {
    const server = await serve(handle);
    await prepare(plain);
    const openSlice = await open(server.port, 50, 300);
    expect(openSlice.responseCount).toBe(0);
    expect(openSlice.failureCount).toBe(15);
    expect(openSlice.failureExamples[0]?.request).toEqual({ className: 'get', method: 'GET', path: '/' });
    expect(openSlice.failureExamples[0]?.fault.kind).toMatch(wanted);
    // A server that breaks every connection may end a closed loop altogether: that is no result either.
    const closedSlice = await closed(server.port, 8).catch((error: Error) => error);
    if (closedSlice instanceof Error) {
      expect(closedSlice).toBeInstanceOf(WrongAnswersError);
      expect(closedSlice).toMatchObject({ what: { kind: 'broken-connections', first: { fault: expect.anything() } } });
    } else {
      expect(closedSlice.responseCount).toBe(0);
      expect(closedSlice.failureCount).toBeGreaterThan(0);
    }
    await server.close();
  });
});

describe('coordinated omission', () => {
  it('a stall of 300 ms is felt by every request of the open loop that fell into it', async () => {
    let stallUntil = 0;
    let count = 0;
    const server = await serve((_request, response) => {
      if (++count === 60) stallUntil = Date.now() + 300;
      setTimeout(() => response.end('hello'), Math.max(0, stallUntil - Date.now()));
    });
    await prepare(plain);
    const slice = await open(server.port, 200, 1000);
    await server.close();
    const slow = slice.latencyUs.filter(([valueUs]) => valueUs > 20_000).reduce((sum, [, n]) => sum + n, 0);
    // 200 a second for 0.3 s: about 56 wait longer than 20 ms.
    expect(slow).toBeGreaterThan(35);
    expect(slow).toBeLessThan(80);
  });

  it('a server that always takes 20 ms has a median of 20 ms, at any rate', async () => {
    const server = await serve((_request, response) => void setTimeout(() => response.end('hello'), 20));
    await prepare(plain);
    const median = medianUs(await open(server.port, 100, 500));
    await server.close();
    expect(median).toBeGreaterThan(19_000);
    expect(median).toBeLessThan(40_000);
  });
});

describe('streams', () => {
  const body = Buffer.alloc(200_000, 0xd8);
  const range: RequestClass = {
    name: 'film',
    weight: 1,
    kind: 'stream',
    method: 'GET',
    path: '/film',
    headers: { range: 'bytes=0-99999' },
    expect: { status: 206, bodyBytes: 100_000 },
  };

  it('are read as bytes, counted, and timed to the first byte', async () => {
    const server = await serve((_request, response) => void response.writeHead(206).end(body.subarray(0, 100_000)));
    await prepare(range);
    const slice = await load.run({
      ...at(server.port),
      kind: 'stream',
      streams: 2,
      requestCount: 7,
    });
    await server.close();
    expect([slice.responseCount, slice.failureCount]).toEqual([7, 0]);
    expect(slice.receivedBytes).toBe(slice.responseCount * 100_000);
    expect(countOf(slice.firstByteUs)).toBe(slice.responseCount);
  });

  it('that are too short are failures', async () => {
    const server = await serve((_request, response) => void response.writeHead(206).end('short'));
    await prepare(range);
    const slice = await load.run({
      ...at(server.port),
      kind: 'stream',
      streams: 1,
      requestCount: 3,
    });
    await server.close();
    expect(slice.responseCount).toBe(0);
    expect(slice.failureExamples[0]?.fault).toEqual({ kind: 'length', expected: 100_000, got: 5 });
  });

  it('are left out of a closed loop, and in an open one', async () => {
    const server = await serve(
      (request, response) =>
        void (request.url === '/film' ? response.writeHead(206).end(body.subarray(0, 100_000)) : response.end('hello')),
    );
    await prepare(plain, range);
    expect(Object.keys((await closed(server.port)).classes)).toEqual(['get']);
    expect(Object.keys((await open(server.port)).classes).toSorted()).toEqual(['film', 'get']);
    await server.close();
  });
});

describe('the load process', () => {
  it('gives one answer of every class, to be compared: decoded, and as text where it is one', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/zipped') response.setHeader('content-encoding', 'gzip').end(gzipSync('hello'));
      else if (url === '/binary') response.end(Buffer.from([0, 1, 2]));
      else if (url === '/long') response.end('x'.repeat(256 * 1024 + 1));
      else response.setHeader('content-type', 'text/plain').setHeader('etag', '"1"').end('hello');
    });
    const paths = ['/', '/zipped', '/binary', '/long'];
    await prepare(...paths.map((path) => ({ ...plain, name: path, path, expect: { status: 200 } })));
    const answers = await load.answers(at(server.port).target, 1);
    await server.close();
    const told = answers.map(({ path, status, headers, bodyBytes, bodySha256, text }) => {
      return [path, status, headers, bodyBytes, bodySha256.slice(0, 8), text];
    });
    expect(told).toEqual([
      ['/', 200, { 'content-type': 'text/plain' }, 5, '2cf24dba', 'hello'],
      ['/binary', 200, {}, 3, 'ae4b3280', undefined],
      ['/long', 200, {}, 262_145, expect.any(String), undefined],
      ['/zipped', 200, {}, 5, '2cf24dba', 'hello'],
    ]);
  });

  it('that is killed rejects what it was asked', async () => {
    const server = await serve(() => undefined);
    const other = startLoad();
    await other.prepare({
      name: '',
      description: '',
      launch: { source: { kind: 'folder', path: '.' }, command: [], nodeArguments: [] },
      target: { env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 1 },
      populations: {},
      requests: [plain],
      promises: {},
    });
    const running = other.run({
      ...at(server.port),
      kind: 'open',
      ratePerSecond: 10,
      discardMs: 0,
      durationMs: 5000,
    });
    process.kill(other.pid, 'SIGKILL');
    await expect(running).rejects.toThrow('the load process ended (SIGKILL)');
    await other.close();
    await server.close();
  });
});
