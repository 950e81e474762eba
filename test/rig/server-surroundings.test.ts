import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startWarden } from '../../src/rig/guard/warden.js';
import { leftOver } from './gone.js';
import { ask, fixture, useRig } from './start-fixture.js';

const rig = useRig();

describe('the children of a server, which inherit the preload,', () => {
  it('work, and hold nothing of it', async () => {
    const server = await rig.start(fixture('has-children'));
    expect(await ask(server, '/exec')).toBe('2');
    expect(await ask(server, '/exec-sockets')).toBe('[]');
    expect(await ask(server, '/worker')).toBe('from a worker');
    expect(await ask(server, '/fork')).toBe('from a fork, exit code 0');
    // None of them was taken for the server.
    expect([...(await server.read()).samples.keys()]).toHaveLength(1);
    expect(await server.stop()).toBe(false);
  });
});

describe('the output of a server', () => {
  it('takes bounded room, however much it is, and its last lines are told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
    const server = await rig.start(fixture('floods-output'), { temporaryDirectory: folder });
    const bytes = () => Math.max(...readdirSync(folder).map((name) => statSync(join(folder, name)).size));
    let written = 0;
    let most = 0;
    // Until the file was seen to shrink: it holds less than has been written.
    while (bytes() >= written && written < 200 * 2 ** 20) {
      for (let i = 0; i < 32; i++) await ask(server, '/flood');
      written += 32 * 65536;
      most = Math.max(most, bytes());
      await delay(1);
    }
    expect(bytes()).toBeLessThan(written);
    await ask(server, '/end').catch(() => undefined);
    expect(await leftOver({ pids: [server.groupId] })).toEqual([]);
    const output = server.failure()?.output ?? [];
    expect(output).toHaveLength(20);
    expect(output.at(-1)).toBe('the last word');
    expect(output.at(-2)).toMatch(/^\d+ x+…$/);
    expect(output.join('').length).toBeLessThan(20_000);
    await server.stop();
    rmSync(folder, { recursive: true });
  });
});

describe('a temporary directory', () => {
  it('with a long path: sockets go to a short one, which is gone at the end', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'lotus-test-'));
    const temporaryDirectory = join(parent, 'x'.repeat(110));
    mkdirSync(temporaryDirectory);
    const warden = await startWarden();
    const [first, second] = await Promise.all(
      ['a', 'b'].map((name) =>
        rig.start(fixture('tells-socket'), {
          temporaryDirectory,
          warden,
          arm: { name },
        }),
      ),
    );
    if (!first || !second) throw new Error('they did not start');
    const sockets = await Promise.all([ask(first), ask(second)]);
    expect(new Set(sockets).size).toBe(2);
    expect(sockets.filter(existsSync)).toEqual(sockets);
    expect(Math.max(...sockets.map((path) => path.length))).toBeLessThan(103);
    for (const server of [first, second]) {
      await server.read();
      await server.stop();
    }
    await warden.close();
    expect(await leftOver({ paths: sockets.map((path) => dirname(path)) })).toEqual([]);
    rmSync(parent, { recursive: true });
  });

  it('that cannot be made is told with the cause', async () => {
    const warden = await startWarden();
    expect(() => warden.makeTemporaryDirectory('/proc/nope')).toThrow(
      expect.objectContaining({ fault: { kind: 'temporary-folder', folder: '/proc/nope', errorCode: 'ENOENT' } }),
    );
    await warden.close();
  });
});
