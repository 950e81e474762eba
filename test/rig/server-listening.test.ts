import { describe, expect, it } from 'vitest';
import { ask, fixture, fixtures, useRig } from './start-fixture.js';

const rig = useRig();
const at = (env: Readonly<Record<string, string>>) => rig.start(fixture('listens-at'), { arm: { env } });

describe('a server that listens', () => {
  it.each([
    ['on ::1 only', { HOST_WANTED: '::1' }, '::1'],
    ['on ::, IPv6 only', { HOST_WANTED: '::', ONLY_IPV6: '1' }, '::1'],
    ['on ::, which takes IPv4 too', { HOST_WANTED: '::' }, '127.0.0.1'],
    ['on 0.0.0.0', { HOST_WANTED: '0.0.0.0' }, '127.0.0.1'],
    ['on another loopback address', { HOST_WANTED: '127.0.0.7' }, '127.0.0.7'],
    ['after a listener that answers otherwise', { HOST_WANTED: '127.0.0.1', FIRST: 'metrics' }, '127.0.0.1'],
    ['after a listener that never answers', { HOST_WANTED: '127.0.0.1', FIRST: 'silent' }, '127.0.0.1'],
  ])('%s is found where it is', async (_name, env, host) => {
    const server = await at(env);
    expect(server.host).toBe(host);
    expect(await ask(server)).toBe('the server');
    await server.stop();
  });

  it('on two ports, neither of which answers as it should, is told by both', async () => {
    const target = { ready: { path: '/ready', status: 204 }, readyTimeoutMs: 500 };
    const arm = { env: { FIRST: 'metrics', HOST_WANTED: '127.0.0.1' } };
    const answered = (status: number) => ({ port: expect.any(Number), got: { status } });
    const starting = rig.start(fixture('listens-at'), { target, arm });
    await expect(starting).rejects.toMatchObject({
      failure: {
        kind: 'not-ready',
        cause: { kind: 'late', path: '/ready', expectedStatus: 204, listeners: [404, 200].map(answered) },
      },
    });
  });
});

describe('a port of its own written down', () => {
  it.each([
    ['as a number', 'number'],
    ['as options', 'options'],
    ['where PORT is 0, or nothing', 'otherwise'],
  ])('%s: two servers run at the same time, each is told where the other is not', async (_, how) => {
    const arm = { env: { HOW: how } };
    const [one, other] = [await rig.start(fixture('own-port'), { arm }), await rig.start(fixture('own-port'), { arm })];
    expect([await ask(one), await ask(other)]).toEqual(['the server', 'the server']);
    expect(one.port).not.toBe(other.port);
    expect([one.startup.movedFromPort, other.startup.movedFromPort]).toEqual([3000, 3000]);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('a server that takes any free port is not moved', async () => {
    const server = await rig.start(fixture('good'));
    expect(server.startup.movedFromPort).toBeUndefined();
    await server.stop();
  });
});

it('a server that ends with its stdin lives', async () => {
  const server = await rig.start(fixture('ends-with-stdin'));
  for (let i = 0; i < 20; i++) expect(await ask(server)).toBe('ok');
  expect(server.failure()).toBeUndefined();
  await server.stop();
});

describe('a server whose clock begins an hour early', () => {
  const arm = { nodeArguments: [`--import=${fixtures}/steps-clock.mjs`] };

  it('has its start-up and its phases told by the clock that all share', async () => {
    const server = await rig.start(fixture('good'), { arm });
    await server.stop();
    const { bootMs, listeningMs, readyMs, marksMs, clockFault } = server.startup;
    const order = [0, bootMs, marksMs['modules-loaded'], listeningMs, readyMs];
    expect(order).toEqual(order.toSorted((a, b) => Number(a) - Number(b)));
    expect(clockFault).toBeUndefined();
  });

  it('and that dates a mark by the wall clock has that mark left out, and it is said', async () => {
    const server = await rig.start(fixture('good'), { arm: { ...arm, env: { MARK_BY_DATE: '1' } } });
    await server.stop();
    expect(Object.keys(server.startup.marksMs)).toEqual(['modules-loaded']);
    expect(server.startup.clockFault).toEqual({ kind: 'misdated-mark', mark: 'by-date' });
  });
});
