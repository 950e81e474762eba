import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../src/report/words/failures.js';
import type { RigError } from '../../../src/rig/rig-error.js';
import { type RunningServer, usageBetween } from '../../../src/rig/server/server.js';
import { leftOver } from '../gone.js';
import { ask, fixture, fixtures, useRig } from '../start-fixture.js';

const rig = useRig();
const start = (command: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  rig.start(command, { arm: { env } });
/** A server that is not waited for long. */
const startSoon = (command: readonly string[]) => rig.start(command, { target: { readyTimeoutMs: 800 } });
const failure = (starting: Promise<RunningServer>): Promise<RigError> =>
  starting.then(
    () => Promise.reject(new Error('it started')),
    (error: RigError) => error,
  );

describe('a server is started', () => {
  const looks = [
    'node',
    '-e',
    `require('node:http').createServer((_, answer) => answer.end(JSON.stringify({
    where: process.cwd(), words: process.argv.slice(1), env: process.env })))
    .listen(Number(process.argv[2]))`,
  ];

  it('where its arm says, by its Node, with every placeholder filled in', async () => {
    const own = mkdtempSync(join(tmpdir(), 'lotus-test-'));
    const node = join(own, 'node');
    writeFileSync(node, `#!/bin/sh\nBINARY=own exec ${process.execPath} "$@"\n`, { mode: 0o755 });
    const server = await rig.start([...looks, '{folder}', '{port}', '{seed}', '{unknown}'], {
      target: { env: { URI: '{database}', SHARED: 'target' }, measuredEnv: { LIMIT: 'off' } },
      arm: { workingDirectory: '{source}', nodeBinary: node, env: { SHARED: 'arm', JSON: '{"port":1}' } },
      placeholders: { source: own, folder: '/made', port: '0', seed: '7', database: 'mongodb://made' },
    });
    const { where, words, env } = JSON.parse(await ask(server));
    await server.stop();
    rmSync(own, { recursive: true });
    expect([where, words]).toEqual([own, ['/made', '0', '7', '{unknown}']]);
    expect(env).toMatchObject({ URI: 'mongodb://made', SHARED: 'arm', LIMIT: 'off', JSON: '{"port":1}', PORT: '0' });
    expect(env.BINARY).toBe('own');
  });

  it('and its queries are not timed where it names no channel for them', async () => {
    const server = await start(fixture('good'));
    const before = await server.read();
    await ask(server, '/query');
    expect(usageBetween(before, await server.read()).databaseQueriesUs).toEqual([]);
    await server.stop();
  });
});

describe('a good server', () => {
  it('is ready at its first good answer, after it booted, loaded and listened', async () => {
    const server = await start(fixture('good'));
    const { startup, port } = server;
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    const { bootMs, listeningMs, readyMs, marksMs } = startup;
    expect(bootMs).toBeGreaterThan(0);
    const order = [bootMs, marksMs['modules-loaded'], listeningMs, readyMs];
    expect(order).toEqual(order.toSorted((a, b) => Number(a) - Number(b)));
    expect(startup.clockFault).toBeUndefined();
    expect(await server.stop()).toBe(false);
    expect(await leftOver({ pids: [server.groupId], ports: [port] })).toEqual([]);
  });

  it('is found behind a shell that starts it, and stopped with it', async () => {
    const server = await start([
      '/bin/sh',
      '-c',
      `echo starting; ${process.execPath} ${fixtures}/good.mjs; echo ended`,
    ]);
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
    await server.stop();
    expect(await leftOver({ pids: [server.groupId], ports: [server.port] })).toEqual([]);
  });

  it('is observed: CPU, memory, writes to its output, queries', async () => {
    const server = await rig.start(fixture('good'), { target: { queryChannel: 'made.queries' } });
    const before = await server.read();
    await fetch(`http://127.0.0.1:${server.port}/log`);
    for (let i = 0; i < 3; i++) await fetch(`http://127.0.0.1:${server.port}/query`);
    const usage = usageBetween(before, await server.read());
    expect(usage.cpuUs).toBeGreaterThan(0);
    expect(usage.rssBytes).toBeGreaterThan(2 ** 20);
    expect(usage.databaseQueriesUs).toEqual([[2500, 3]]);
    expect(usage.databaseQueryTotalUs).toBe(7500);
    expect(usage.outputWrites).toBe(1000);
    const memory = await server.memory();
    expect((memory.heapUsedBytes ?? Number.NaN) + (memory.externalBytes ?? Number.NaN)).toBeLessThan(usage.rssBytes);
    expect(memory.peakRssBytes ?? usage.rssBytes).toBeGreaterThanOrEqual(usage.rssBytes);
    await server.stop();
  });
});

describe('the memory of a server', () => {
  it('is what is in use after a collection, on the heap and in buffers', async () => {
    const server = await start(fixture('holds-memory'));
    const empty = await server.memory();
    await ask(server, '/waste/64');
    const wasted = await server.memory();
    await ask(server, '/keep/64');
    const kept = await server.memory();
    await server.stop();
    const megabytes = (bytes = Number.NaN, less = 0) => Math.round((bytes - less) / 2 ** 20) + 0;
    expect(megabytes(wasted.externalBytes, empty.externalBytes)).toBe(0);
    expect(megabytes(wasted.heapUsedBytes, empty.heapUsedBytes)).toBe(0);
    expect(megabytes(kept.externalBytes, empty.externalBytes)).toBe(64);
    expect(megabytes(kept.heapUsedBytes, empty.heapUsedBytes)).toBe(8);
    if (kept.peakRssBytes !== undefined) expect(megabytes(kept.peakRssBytes)).toBeGreaterThan(64);
  });

  it('and all else of a cluster is that of all its processes', async () => {
    const server = await start(fixture('cluster'));
    const before = await server.read();
    const workers = new Set<string>();
    let asked = 0;
    // The second one may still be starting.
    for (; workers.size < 2; asked++) workers.add(await ask(server, '/log'));
    // A worker may answer before its line to the bench is up; what it counted meanwhile is told then.
    const writes = async () => usageBetween(before, await server.read()).outputWrites;
    await expect.poll(writes, { interval: 10, timeout: 60_000 }).toBe(asked);
    const { externalBytes } = await server.memory();
    expect(externalBytes).toBeGreaterThan(2 * 16 * 2 ** 20);
    await server.stop();
    expect(await leftOver({ pids: [server.groupId, ...[...workers].map(Number)] })).toEqual([]);
  });
});

describe('a server that', () => {
  it('exits at once is not ready, and its last words are told', async () => {
    const error = await failure(start(fixture('exits')));
    expect(error.failure).toEqual({ kind: 'not-ready', cause: { kind: 'ended', end: { kind: 'exited', code: 7 } } });
    expect(error.output).toContain('no such module: left-pad');
  });

  it('never comes up is not ready, and why is told', async () => {
    const starting = ['never-listens', 'never-answers', 'wrong-status'].map((name) =>
      failure(startSoon(fixture(name))),
    );
    const told = (await Promise.all(starting)).map(({ failure: found }) =>
      failureText(found, 'a').replace(/[\d.]+ s/, 'N s'),
    );
    expect(told).toEqual([
      'the a server was not ready after N s: it never listened on a port',
      'the a server was not ready after N s: GET / got no answer',
      'the a server was not ready after N s: GET / answered 503 instead of 200',
    ]);
  });

  it('cannot be started at all is told by its program, at once', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    expect((await failure(start(['/nowhere/server']))).failure).toMatchObject({
      cause: { kind: 'cannot-start', program: '/nowhere/server' },
    });
    // Nothing waits on for a server that cannot come.
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('ignores SIGTERM is killed, with its children', async () => {
    const server = await rig.start(fixture('stubborn'), { stopGraceMs: 300 });
    const child = Number(await (await fetch(`http://127.0.0.1:${server.port}/`)).text());
    expect(await server.stop()).toBe(true);
    expect(await leftOver({ pids: [server.groupId, child], ports: [server.port] })).toEqual([]);
  });

  it('dies later is known to have died, with its last words', async () => {
    const server = await start(fixture('dies-later'));
    expect(server.failure()).toBeUndefined();
    await fetch(`http://127.0.0.1:${server.port}/die`).catch(() => undefined);
    await leftOver({ pids: [server.groupId] });
    const died = { kind: 'server-died', end: { kind: 'exited', code: 1 } };
    expect(server.failure()?.failure).toEqual(died);
    expect(server.failure()?.output.join('\n')).toContain('something gave way');
    await expect(server.read()).rejects.toMatchObject({ failure: died });
    await server.stop();
  });
});
