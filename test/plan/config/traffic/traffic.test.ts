import { describe, expect, it } from 'vitest';
import { mixOfAccessLog } from '../../../../src/plan/config/traffic/access-log.js';
import { mixOfHar } from '../../../../src/plan/config/traffic/har.js';
import type { Mix } from '../../../../src/plan/config/traffic/mix.js';

const options = { keepHeaders: [], keepWrites: false };
const told = (mix: Mix | { problem: string }) => {
  if ('problem' in mix) throw new Error(mix.problem);
  return mix.requests.map(
    ({ weight, method, path, expect: { status } = {} }) => `${weight} ${method} ${path} ${status}`,
  );
};

interface Given {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly status?: number;
}
const entry = (method: string, url: string, { headers = {}, body, status = 200 }: Given = {}) => ({
  startedDateTime: '2026-01-01T00:00:00Z',
  request: {
    ...{ method, url, httpVersion: 'HTTP/2', cookies: [{ name: 'sid', value: '1' }] },
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    ...(body === undefined ? {} : { postData: { mimeType: 'application/json', text: body } }),
  },
  response: { status, content: { size: 5 } },
});
const har = (...entries: unknown[]) => JSON.stringify({ log: { version: '1.2', creator: { name: 'x' }, entries } });
const site = 'https://shop.example';

describe('a HAR file', () => {
  const recording = har(
    entry('GET', `${site}/items?page=1`, {
      headers: { Accept: 'application/json', Cookie: 'sid=1', ':path': '/items' },
    }),
    entry('GET', `${site}/items?page=1`, { headers: { accept: 'application/json', cookie: 'sid=2' } }),
    entry('GET', `${site}/items/7`, { status: 304, headers: { 'if-none-match': '"x"' } }),
    entry('GET', `${site}/film`, { status: 206, headers: { Range: 'bytes=0-99' } }),
    entry('GET', `${site}/old`, { status: 302 }),
    entry('POST', `${site}/orders`, {
      status: 201,
      body: '{"item":7}',
      headers: { 'content-type': 'application/json' },
    }),
    entry('GET', `${site}/me?access_token=abc`),
    entry('GET', `${site}/slow`, { status: 0 }),
    entry('GET', `${site}/broken`, { status: 502 }),
    entry('GET', 'https://cdn.example/logo.png'),
    entry('GET', 'data:image/png;base64,AA=='),
  );

  it('becomes a mix of its own host, each kind as often as it was asked for', () => {
    const mix = mixOfHar(recording, options) as Mix;
    expect(told(mix)).toEqual(['2 GET /items?page=1 200', '1 GET /items/7 200', '1 GET /film 206', '1 GET /old 302']);
    expect(mix.requests[0]?.headers).toEqual({ accept: 'application/json' });
    expect(mix.requests[2]?.headers).toEqual({ range: 'bytes=0-99' });
    expect(mix.facts).toEqual({
      recorded: 11,
      kinds: 4,
      leftOut: { writes: 1, secrets: 1, 'no-good-answer': 2, 'other-hosts': 2 },
      headersLeft: { cookie: 2, 'if-none-match': 1 },
    });
  });

  it('takes along what changes data, and headers, where that is asked for', () => {
    const mix = mixOfHar(recording, { keepHeaders: ['cookie'], keepWrites: true }) as Mix;
    const order = mix.requests.find(({ method }) => method === 'POST');
    expect(order).toMatchObject({ path: '/orders', body: '{"item":7}', expect: { status: 201 } });
    expect(order?.headers).toEqual({ 'content-type': 'application/json' });
    // Another cookie makes another kind of request.
    expect(told(mix).slice(0, 2)).toEqual(['1 GET /items?page=1 200', '1 GET /items?page=1 200']);
  });

  it('has its fifty most frequent kinds taken', () => {
    const many = Array.from({ length: 60 }, (_, i) => Array(i < 5 ? 2 : 1).fill(entry('GET', `${site}/${i}`))).flat();
    const mix = mixOfHar(har(...many), options) as Mix;
    expect(mix.facts).toMatchObject({ recorded: 65, kinds: 50, leftOut: { rare: 10 } });
    expect(told(mix).slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((i) => `2 GET /${i} 200`));
  });

  it.each([
    ['{', /^is not JSON: /],
    ['{"log":{}}', /^is no HAR file: log\.entries: /],
    ['[]', /^is no HAR file: /],
  ])('%s is none', (text, problem) => {
    expect(mixOfHar(text, options)).toEqual({ problem: expect.stringMatching(problem) });
  });
});

describe('an access log', () => {
  const common = (request: string, status: number) =>
    `10.0.0.1 - ann [26/Nov/2026:22:30:45 +0000] "${request}" ${status} 512`;
  const combined = (request: string, status: number) => `${common(request, status)} "https://a.example/" "Mozilla/5.0"`;

  it('of either format becomes a mix, each kind as often as it was asked for', () => {
    const log = [
      common('GET /items?page=1 HTTP/1.1', 200),
      combined('GET /items?page=1 HTTP/1.1', 200),
      combined('GET /film HTTP/2.0', 206),
      combined('HEAD /items HTTP/1.1', 304),
      `shop.example ${combined('GET http://shop.example/gone HTTP/1.1', 404)}`,
      combined('POST /orders HTTP/1.1', 201),
      combined('\\x16\\x03\\x01', 400),
      '',
      'not a line of a log',
    ].join('\n');
    const mix = mixOfAccessLog(log, { keepHeaders: [], keepWrites: true }) as Mix;
    expect(told(mix)).toEqual(['2 GET /items?page=1 200', '1 GET /film 200', '1 HEAD /items 200', '1 GET /gone 404']);
    expect(mix.facts).toMatchObject({
      recorded: 6,
      leftOut: { writes: 1 },
      unreadable: { count: 2, first: { line: 7, text: expect.stringContaining('\\x16') } },
    });
  });

  it.each([
    ['', 'holds no line of the common or combined log format; it is empty'],
    ['{"request":"GET /"}', 'holds no line of the common or combined log format; line 1 is "{"request":"GET /"}"'],
  ])('%j is none', (text, problem) => {
    expect(mixOfAccessLog(text, options)).toEqual({ problem });
  });
});
