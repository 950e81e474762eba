import { expect, it } from 'vitest';
import { requestsOfAccessLog } from '../../../src/plan/config/access-log.js';

const logged = (request: string, status: number, rest = '') =>
  `127.0.0.1 - ann [10/Oct/2025:13:55:36 +0000] "${request} HTTP/1.1" ${status} 12${rest}`;

it('weighs what was read, and counts what is left out', () => {
  expect(
    requestsOfAccessLog([
      logged('GET /a?b=1', 200),
      logged('GET /a?b=1', 304, ' "-" "curl/8"'),
      logged('HEAD /{x}', 204),
      logged('POST /a', 201),
      logged('GET /gone', 404),
      'nonsense',
      '',
    ]),
  ).toEqual({
    requests: [
      { method: 'GET', path: '/a?b=1', weight: 2, expect: { status: 200 } },
      { method: 'HEAD', path: '/%7Bx%7D', weight: 1, expect: { status: 204 } },
    ],
    otherMethods: 1,
    failed: 1,
    unreadable: { count: 1, first: 'nonsense' },
  });
});
