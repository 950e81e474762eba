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
  // Several are under way at once, and one whose kept connection is reset is tried once more, as a browser does: which
  // of them meets which answer is not said.
  const bad = answers.filter(({ good }) => !good).length;
  expect(bad).toBeGreaterThanOrEqual(5);
  expect(bad).toBeLessThanOrEqual(10);
  expect([answers[0]?.good, answers.at(-1)?.good]).toEqual([true, true]);
});
