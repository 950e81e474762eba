import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { usageBetween } from '../../src/rig/server/server.js';
import { leftOver } from './gone.js';
import { ask, fixture, fixtures, useRig } from './start-fixture.js';

const rig = useRig();
// A language that the product does not need: tried where it is.
const hasPython = spawnSync('python3', ['--version']).status === 0;
const stranger = (...words: string[]) => [`${fixtures}/stranger`, ...words];

describe('a server that is not Node', () => {
  it('gets a free port, and is watched from outside', async () => {
    const [one, other] = [await rig.start(stranger()), await rig.start(stranger())];
    expect(one.port).not.toBe(other.port);
    expect(await ask(one)).toBe('a stranger');
    const before = await one.read();
    for (let i = 0; i < 4; i++) await ask(one, '/work');
    const usage = usageBetween(before, await one.read());
    expect(usage.cpuUs).toBeGreaterThan(100_000);
    expect(usage.rssBytes).toBeGreaterThan(2 ** 20);
    expect(usage).toMatchObject({
      gcPauseUs: undefined,
      eventLoopUtilization: undefined,
      outputWrites: undefined,
      databaseQueriesUs: [],
    });
    expect(one.startup).toMatchObject({ bootMs: undefined, marksMs: {} });
    expect(one.startup.clockFault).toBeUndefined();
    expect((await one.memory()).heapUsedBytes).toBeUndefined();
    expect(other.failure()).toBeUndefined();
    process.kill(other.groupId, 'SIGKILL');
    await expect(
      (async () => {
        for (;;) await other.read();
      })(),
    ).rejects.toMatchObject({ failure: { kind: 'server-died' } });
    await Promise.all([one.stop(), other.stop()]);
    expect(await leftOver({ pids: [one.groupId, other.groupId] })).toEqual([]);
  });

  it.skipIf(!hasPython)('in Python', async () => {
    const server = await rig.start(['python3', `${fixtures}/plain.py`]);
    expect(await ask(server)).toBe('from Python');
    expect(usageBetween(await server.read(), await server.read()).rssBytes).toBeGreaterThan(2 ** 20);
    await server.stop();
  });

  it('that takes a port of its own is refused: two of it cannot run', async () => {
    await expect(rig.start(stranger('own'))).rejects.toMatchObject({
      failure: {
        kind: 'not-ready',
        cause: { kind: 'own-port', port: expect.any(Number), givenPort: expect.any(Number) },
      },
    });
  });
});

it('what is not Node behind a command that is, is told when its time is over', async () => {
  const starting = rig.start(['sh', '-c', `${fixtures}/stranger own; true`], { target: { readyTimeoutMs: 1500 } });
  await expect(starting).rejects.toMatchObject({
    failure: { kind: 'not-ready', cause: { kind: 'unheard', port: expect.any(Number) } },
  });
});

describe('what is not supported is refused when it is seen, and not after the time to be ready', () => {
  it('HTTPS', async () => {
    await expect(rig.start(fixture('https'), { target: { readyTimeoutMs: 60_000 } })).rejects.toMatchObject({
      failure: { kind: 'not-ready', cause: { kind: 'https', port: expect.any(Number) } },
    });
  });

  it('HTTPS on one port is no matter where another speaks HTTP', async () => {
    const server = await rig.start(fixture('https'), { arm: { env: { PLAIN_TOO: 'yes' } } });
    expect(await ask(server)).toBe('plain');
    await server.stop();
  });

  it('a socket file', async () => {
    await expect(rig.start(fixture('on-file'), { target: { readyTimeoutMs: 60_000 } })).rejects.toMatchObject({
      failure: { kind: 'not-ready', cause: { kind: 'socket-file', path: expect.stringMatching(/server\.sock$/) } },
    });
  });
});
