import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadDriver, startLoad } from '../../../src/load/driver.js';
import { WrongAnswersError } from '../../../src/load/requests/wrong-answers-error.js';
import type { Login, Scenario } from '../../../src/model/scenario.js';
import { type Members, startMembersOnly } from '../../targets/members-only.js';

// Two servers that let in only who has logged in to that very one, by a token and by a cookie.

let servers: readonly Members[];
let load: LoadDriver;

const login: Login = {
  method: 'POST',
  path: '/login',
  headers: { 'content-type': 'application/json' },
  body: '{"name":"ann","password":"{env:TEST_PASSWORD}"}',
  status: 200,
  token: 'session.token',
};

const get = { weight: 1, kind: 'plain', method: 'GET', expect: { status: 200 } } as const;
const scenario: Scenario = {
  name: 'test',
  description: '',
  launch: { source: { kind: 'folder', path: '.' }, command: [], nodeArguments: [] },
  target: { env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 1 },
  login,
  populations: {},
  requests: [
    { ...get, name: 'by token', path: '/token', headers: { authorization: 'Bearer {token}' } },
    { ...get, name: 'by cookie', path: '/cookie' },
    // A cookie of its own goes before that of the login, which is wanted here as well.
    { ...get, name: 'own cookie', path: '/cookie', headers: { cookie: 'other=1' }, expect: { status: 401 } },
  ],
  promises: {},
};

beforeAll(async () => {
  process.env.TEST_PASSWORD = 'secret';
  servers = [await startMembersOnly('secret'), await startMembersOnly('secret')];
  load = startLoad();
  await load.prepare(scenario);
  for (const { target } of servers) await load.login(target, login);
});

afterAll(async () => {
  await load.close();
  for (const server of servers) server.close();
});

describe('who has logged in', () => {
  const common = { seed: 1, requestTimeoutMs: 10_000 };

  it('is let in by each server in turns, with what that server gave', async () => {
    const targets = servers.map(({ target }) => target);
    const loads = await load.turns({ ...common, kind: 'turns', targets, turns: 60 });
    expect(loads.map(({ responseCount, failureCount }) => ({ responseCount, failureCount }))).toEqual([
      { responseCount: 60, failureCount: 0 },
      { responseCount: 60, failureCount: 0 },
    ]);
    expect(new Set(servers.flatMap(({ tokens }) => tokens)).size).toBe(2);
  });

  it('is let in by a closed and an open loop, and when answers are compared', async () => {
    const target = servers[1]?.target ?? { host: '', port: 0 };
    const closed = await load.run({ ...common, kind: 'closed', target, connections: 2, requestCount: 30 });
    const open = await load.run({ ...common, kind: 'open', target, ratePerSecond: 100, discardMs: 0, durationMs: 300 });
    expect([closed.failureCount, open.failureCount]).toEqual([0, 0]);
    const answers = await load.answers(target, 1);
    expect(answers.map(({ className, status }) => [className, status])).toEqual([
      ['by cookie', 200],
      ['by token', 200],
      ['own cookie', 401],
    ]);
  });
});

it.each([
  [
    'a wrong password',
    { ...login, body: '{"password":"guess"}' },
    { kind: 'login-failed', first: { fault: { kind: 'status', expected: 200, got: 403 } } },
  ],
  ['another field', { ...login, token: 'session.key' }, { kind: 'no-token', path: '/login', token: 'session.key' }],
  ['no JSON', { ...login, path: '/plain' }, { kind: 'no-token', path: '/plain', token: 'session.token' }],
])('%s is told', async (_, wrong, what) => {
  const error = await load.login(servers[0]?.target ?? { host: '', port: 0 }, wrong).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(WrongAnswersError);
  expect(error.what).toMatchObject(what);
});
