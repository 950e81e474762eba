import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ourCpuUs } from '../../src/machine/processes/our-processes.js';
import { usageBetween } from '../../src/rig/server/server.js';
import { isAlive, leftOver } from './gone.js';
import { ask, fixture, fixtures, useRig } from './start-fixture.js';

const rig = useRig();
/** What others burn for the server, and the share of it that must be seen: /proc counts in steps of 10 ms. */
const burntMs = 800;
const minUs = burntMs * 1000 * 0.9;

it.each([
  ['a helper that lives on', 'helper'],
  ['a child that ended', 'ended'],
  ['a daemon in a session of its own, whose parent has ended', 'daemon'],
  ['a thread that finished', 'thread'],
])(
  '%s costs the server what it uses, and is never foreign to the bench, not even when all is stopped',
  async (_name, way) => {
    const oursBeforeUs = ourCpuUs() ?? 0;
    const server = await rig.start(fixture('burns-elsewhere'));
    const before = await server.read();
    const pid = Number(await ask(server, `/${way}/${burntMs}`));
    const between = await server.read();
    expect(usageBetween(before, between).cpuUs).toBeGreaterThan(minUs);
    // What is over costs nothing more.
    expect(usageBetween(between, await server.read()).cpuUs).toBeLessThan(minUs);
    const others = pid > 0 ? [pid] : [];
    expect(others.filter(isAlive)).toEqual(others);
    await server.stop();
    expect(await leftOver({ pids: [server.groupId, ...others] })).toEqual([]);
    const oursAfterUs = ourCpuUs() ?? 0;
    expect(oursAfterUs - oursBeforeUs).toBeGreaterThan(minUs);
    // Nothing that was ever ours is foreign later.
    expect(ourCpuUs()).toBeGreaterThanOrEqual(oursAfterUs);
  },
);

it('a look at our own among 150 strangers takes little more than to list them', async () => {
  const strangers = Array.from({ length: 150 }, () => spawn('sleep', ['600'], { stdio: 'ignore' }));
  const own = new URL('../../dist/src/machine/processes/our-processes.js', import.meta.url).href;
  const { stdout } = await promisify(execFile)(process.execPath, [`${fixtures}/looks-at-its-own.mjs`, own]);
  for (const stranger of strangers) stranger.kill();
  const { listMs, lookMs, found } = JSON.parse(stdout) as { listMs: number; lookMs: number; found: number };
  expect(found).toBe(2);
  // To read the stat file of each takes about fifteen times as long.
  expect(lookMs / listMs).toBeLessThan(6);
});
