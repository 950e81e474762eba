import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { askOn } from '../../../src/load/http/availability.js';
import type { PreparedRequest } from '../../../src/load/requests/sequence.js';

const request: PreparedRequest = {
  className: 'health',
  method: 'GET',
  path: '/',
  headers: {},
  body: undefined,
  kind: 'plain',
  status: 200,
  bodyContains: undefined,
  minBytes: 0,
  maxBytes: Number.POSITIVE_INFINITY,
};

it('tells good answers from bad ones, and goes on asking whatever comes', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    // The second five are errors, the third five get no answer.
    if (asked > 5 && asked <= 10) response.statusCode = 503;
    if (asked > 10 && asked <= 15) response.destroy();
    else response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const asker = askOn(target, request, { perSecond: 200, timeoutMs: 5000 });
  while (asked < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  const answers = await asker.end();
  server.closeAllConnections();
  server.close();
  // A connection that was kept and is reset before an answer is tried once more, as a browser does.
  const good = answers.map(({ good }) => good);
  expect(good.slice(0, 10)).toEqual([true, true, true, true, true, false, false, false, false, false]);
  expect(good.length).toBeGreaterThanOrEqual(15);
  expect(good.at(-1)).toBe(true);
});
