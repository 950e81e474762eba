import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Line, openReportChannel } from '../../src/rig/server/report-channel.js';
import { leftOver } from './gone.js';
import { ask, fixture, fixtures, useRig } from './start-fixture.js';

const rig = useRig();

describe('a server that', () => {
  it('runs and answers, but has lost its line to the bench, is told as such', async () => {
    const server = await rig.start(fixture('loses-channel'));
    await ask(server, '/cut');
    const wanted = {
      name: 'RigError',
      failure: { kind: 'server-silent', pid: expect.any(Number), cause: { kind: 'channel-closed' } },
    };
    await expect(server.read()).rejects.toMatchObject(wanted);
    expect(await ask(server)).toBe('ok');
    await expect(server.memory()).rejects.toMatchObject(wanted);
    expect(server.failure()).toMatchObject(wanted);
    expect(await server.stop()).toBe(false);
  });

  it('ends, while what started it runs on, has died', async () => {
    const script = `${process.execPath} ${fixtures}/dies-later.mjs; exec sleep 600`;
    const server = await rig.start(['/bin/sh', '-c', script]);
    await ask(server, '/die').catch(() => undefined);
    await expect(server.read()).rejects.toMatchObject({
      failure: { kind: 'server-died', end: { kind: 'unseen', pid: expect.any(Number) } },
      output: expect.arrayContaining([expect.stringContaining('something gave way')]),
    });
    await server.stop();
    expect(await leftOver({ pids: [server.groupId] })).toEqual([]);
  });
});

it('a process that is asked and never answers is not waited for without end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
  const channel = await openReportChannel(join(folder, 's.sock'), 1000);
  const socket = connect(channel.socketPath);
  const listened = new Promise<Line>((resolve) => channel.onListener(({ line }) => resolve(line)));
  socket.write(`${JSON.stringify({ kind: 'listening', pid: 1, host: '::1', port: 1, atMs: 0, bootAtMs: 0 })}\n`);
  const line = await listened;
  await expect(line.ask('sample')).rejects.toMatchObject({ silence: { kind: 'no-answer', withinMs: 1000 } });
  expect(line.isOpen).toBe(true);
  channel.close();
  rmSync(folder, { recursive: true });
});
