import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadDriver, startLoad } from '../../../src/load/driver.js';
import type { RequestClass } from '../../../src/model/scenario.js';
import { varyingText } from '../../../src/report/words/answers.js';
import { failureText } from '../../../src/report/words/failures.js';
import { ArmFailure } from '../../../src/run/round/arm-failure.js';
import type { RunContext } from '../../../src/run/round/context.js';
import { compareAnswers } from '../../../src/run/round/same-answers.js';
import { plainHttp } from '../../targets/plain-http.js';

// Two servers of a few lines, asked twice over real connections. What is seen is what a report would say.

let load: LoadDriver;

beforeAll(() => {
  load = startLoad();
});

afterAll(() => load.close());

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(armName: string, handler: Handler) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { armName, host: '127.0.0.1', port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** What is said of two servers that answer `GET /items` so. */
async function told(
  before: Handler,
  after: Handler,
  varies?: RequestClass['varies'],
  method: RequestClass['method'] = 'GET',
) {
  const requests: RequestClass[] = [
    {
      ...{ name: 'items', weight: 1, kind: 'plain', method, path: '/items', expect: { status: 200 } },
      ...(varies ? { varies } : {}),
    },
  ];
  const scenario = { ...plainHttp, requests };
  await load.prepare(scenario);
  const servers = [await serve('before', before), await serve('after', after)];
  const signal = new AbortController().signal;
  const context = { load, signal, plan: { seed: 1, scenario } } as unknown as RunContext;
  try {
    const { sha256, varying } = await compareAnswers(context, servers as never);
    const again = await compareAnswers(context, servers as never, varying);
    return { notes: varying.map(varyingText), sameDigest: again.sha256 === sha256 };
  } catch (error) {
    if (!(error instanceof ArmFailure)) throw error;
    return failureText(error.trial.failure, error.armName);
  } finally {
    await Promise.all(servers.map(({ close }) => close()));
  }
}

const sends =
  (body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Handler =>
  (_request, response) =>
    void response.writeHead(200, headers).end(body);
const tells =
  (value: () => unknown): Handler =>
  (_request, response) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(value()));

let lastId = 0;
const newId = () => `request-${++lastId}`;
const items = (price: number) => Array.from({ length: 5 }, (_, id) => ({ id, price: id === 3 ? price : 10 + id }));
const same = { notes: [], sameDigest: true };

describe('what varies by itself is named, and is no difference', () => {
  it.each<[string, Handler, string]>([
    [
      'a clock and a request id',
      tells(() => ({ at: performance.now(), requestId: newId(), items: items(12) })),
      "GET /items: at and requestId vary by themselves; put varies: ['at', 'requestId'] into the config",
    ],
    [
      'a field of every entry',
      tells(() => ({ items: items(12).map((item) => ({ ...item, seen: newId() })) })),
      "GET /items: items[].seen varies by itself; put varies: ['items[].seen'] into the config",
    ],
    [
      'a list that grows',
      tells(() => ({ log: Array.from({ length: ++lastId }, (_, i) => i) })),
      "GET /items: log varies by itself; put varies: ['log'] into the config",
    ],
    [
      'a line of a page',
      (_request, response) => void response.end(`<h1>Items</h1>\n<p>${newId()}</p>\n<p>the end</p>`),
      'GET /items: line 2 varies by itself; put varies: true into the config',
    ],
    [
      'a header',
      (_request, response) => void response.setHeader('location', `/items/${newId()}`).end('made'),
      "GET /items: header location varies by itself; put varies: ['header.location'] into the config",
    ],
    [
      'bytes',
      (_request, response) => void response.end(Buffer.from([0, 1, ++lastId % 256])),
      'GET /items: the body varies by itself; put varies: true into the config',
    ],
  ])('%s', async (_name, handler, note) => {
    expect(await told(handler, handler)).toEqual({ notes: [note], sameDigest: true });
  });

  it('what the config says already is not said again', async () => {
    const handler = tells(() => ({ at: newId(), items: [{ seen: newId() }] }));
    expect(await told(handler, handler, ['at', 'items[].seen'])).toEqual(same);
    expect(await told(handler, handler, true)).toEqual(same);
  });
});

describe('the same answer', () => {
  const body = JSON.stringify({ items: items(12) });
  const json = { 'content-type': 'application/json' };
  const coded = (coding: string, bytes: Buffer) => sends(bytes, { ...json, 'content-encoding': coding });
  it.each<[string, Handler, Handler]>([
    ['keys in another order', tells(() => ({ a: 1, b: { c: 2, d: 3 } })), tells(() => ({ b: { d: 3, c: 2 }, a: 1 }))],
    ['gzip in one arm', sends(body, json), coded('gzip', gzipSync(body))],
    ['brotli in one arm', sends(body, json), coded('br', brotliCompressSync(body))],
    [
      'deflate in one, without its frame in the other',
      coded('deflate', deflateSync(body)),
      coded('deflate', deflateRawSync(body)),
    ],
    [
      'in chunks in one arm',
      sends(body, { ...json, 'content-length': String(body.length) }),
      (_request, response) => {
        response.writeHead(200, json).write(body.slice(0, 9));
        response.end(body.slice(9));
      },
    ],
    [
      'a large body in gzip',
      sends('x'.repeat(300_000)),
      sends(gzipSync('x'.repeat(300_000)), { 'content-encoding': 'gzip' }),
    ],
  ])('%s', async (_name, before, after) => {
    expect(await told(before, after)).toEqual(same);
  });
});

describe('a real difference is shown', () => {
  const start = 'the after server answers items (/items) differently: ';
  const uptime = (startedAtMs: number) => tells(() => ({ startedAt: new Date(startedAtMs).toISOString() }));
  it.each<[string, Handler, Handler, string]>([
    [
      'one value, beside a field that varies',
      tells(() => ({ id: newId(), items: items(12) })),
      tells(() => ({ id: newId(), items: items(13) })),
      "items[3].price: 12 → 13 (where that is no fault: varies: ['items[].price'])",
    ],
    [
      'an entry less',
      tells(() => ({ items: items(12) })),
      tells(() => ({ items: items(12).slice(1) })),
      'items: 5 entries → 4; items[0].id: 0 → 1; items[0].price: 10 → 11; items[1].id: 1 → 2; items[1].price: 11 → 12; ' +
        'and 3 more (where that is no fault: varies: true)',
    ],
    [
      'characters that are not seen',
      tells(() => ({ name: 'red' })),
      tells(() => ({ name: '\u001b[31mred\u200b' })),
      'name: "red" → "\\u001b[31mred\\u200b" (where that is no fault: varies: [\'name\'])',
    ],
    [
      'a long text, from shortly before the difference',
      tells(() => ({ text: `${'a'.repeat(200)}b${'c'.repeat(100)}` })),
      tells(() => ({ text: `${'a'.repeat(200)}\u001b${'c'.repeat(100)}` })),
      `text: …${'a'.repeat(20)}b${'c'.repeat(39)}… → …${'a'.repeat(20)}\\u001b${'c'.repeat(34)}… ` +
        "(where that is no fault: varies: ['text'])",
    ],
    [
      'a number beyond the digits of a double',
      sends('{"id":9007199254740993}'),
      sends('{"id":9007199254740992}'),
      `id: "9007199254740993" → 9007199254740992 (where that is no fault: varies: ['id'])`,
    ],
    [
      'when each server was started: it varies in no arm',
      uptime(Date.now() - 2000),
      uptime(Date.now() - 1000),
      expect.stringMatching(
        /^startedAt: ".*Z" → ".*Z", the time of the request \(.*varies: \['startedAt'\]\)$/,
      ) as never,
    ],
    [
      'lines',
      sends('one\ntwo\nthree'),
      sends('one\r\n2\r\nthree\r\nfour'),
      'line 2: "two" → "2"; line 4: none → "four" (where that is no fault: varies: true)',
    ],
    [
      'bytes',
      sends(Buffer.from([0, 1])),
      sends(Buffer.from([0, 2])),
      'another body of the same length (where that is no fault: varies: true)',
    ],
    [
      'a content type',
      sends('1', { 'content-type': 'text/plain' }),
      sends('1', { 'content-type': 'text/html' }),
      `header content-type: "text/plain" → "text/html" (where that is no fault: varies: ['header.content-type'])`,
    ],
    [
      'a status',
      sends('1'),
      (_request, response) => void response.writeHead(500).end('no'),
      'status 500, before has 200',
    ],
  ])('%s', async (_name, before, after, text) => {
    const found = await told(before, after);
    if (typeof text === 'string') expect(found).toBe(start + text);
    else expect(String(found).slice(start.length)).toEqual(text);
  });

  it('a second time that an object cannot be made is no answer that varies', async () => {
    const makes = () => {
      let made = false;
      return ((_request, response) => {
        response.writeHead(made ? 409 : 200).end(made ? 'it is there' : 'made');
        made = true;
      }) as Handler;
    };
    expect(await told(makes(), makes(), undefined, 'POST')).toMatchObject({ notes: [] });
  });

  it('a slow clock of each server is waited for: arms that differ are asked again a second later', async () => {
    const startedMs = performance.now();
    const since = (earlierMs: number) =>
      tells(() => ({ uptime: Math.floor((performance.now() - startedMs + earlierMs) / 1000) }));
    const note = "GET /items: uptime varies by itself; put varies: ['uptime'] into the config";
    expect(await told(since(0), since(5000))).toMatchObject({ notes: [note] });
  });
});
