import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../stand-in.js';
import { ask, startLotus } from './running-lotus.js';

let database: StandIn;
let admin: MongoClient;

beforeAll(async () => {
  database = await startStandIn();
  admin = new MongoClient(database.uri('admin'));
});

afterAll(async () => {
  await admin.close();
  await database.stop();
});

async function connectionsOpened(): Promise<number> {
  return Number((await admin.db('admin').command({ serverStatus: 1 })).connections.totalCreated);
}

async function commands(): Promise<number> {
  return Number((await admin.db('admin').command({ serverStatus: 1 })).opcounters.command);
}

async function with10Lists(setting: string): Promise<number> {
  const lotus = await startLotus({ LOTUS_OPTIMIZATIONS: `default,database-pooling=${setting}` }, database);
  await ask(`${lotus.url}/api/videos`);
  const before = await connectionsOpened();
  for (let i = 0; i < 10; i++) expect((await ask(`${lotus.url}/api/videos`)).status).toBe(200);
  const opened = (await connectionsOpened()) - before;
  await lotus.stop();
  return opened;
}

describe('database-pooling', () => {
  it('before: every query opens a connection; after: none does', async () => {
    expect(await with10Lists('before')).toBeGreaterThanOrEqual(10);
    expect(await with10Lists('after')).toBe(0);
  });

  it('before: closes each again', async () => {
    const lotus = await startLotus({ LOTUS_OPTIMIZATIONS: 'default,database-pooling=before' }, database);
    for (let i = 0; i < 5; i++) await ask(`${lotus.url}/api/videos`);
    await delay(200);
    const status = await admin.db('admin').command({ serverStatus: 1 });
    await lotus.stop();
    // Only the test's own client is left: one connection, and one that watches the server.
    expect(Number(status.connections.current)).toBeLessThanOrEqual(3);
  });
});

describe('database-compression', () => {
  it.each([
    ['before', false],
    ['default', false],
    ['after', true],
  ])('%s: compressed is %s', async (setting, compressed) => {
    const lotus = await startLotus({ LOTUS_OPTIMIZATIONS: `default,database-compression=${setting}` }, database);
    const answers = await ask(`${lotus.url}/api/videos`);
    await lotus.stop();
    expect(answers.status).toBe(200);
    const { openDatabase } = await import('../../src/lotus/config/database.js');
    const { readOptimizations } = await import('../../src/lotus/optimizations.js');
    const read = readOptimizations(`default,database-compression=${setting}`);
    if ('mistakes' in read) throw new Error('the setting is wrong');
    const opened = openDatabase(database.uri('compressed'), read.optimizations, 1);
    await opened.connect();
    const compressors = await opened.query('look', async ({ users }) => users.db.getClient().options.compressors);
    await opened.close();
    expect(compressors.includes('zlib')).toBe(compressed);
  });
});

describe('routes-lazy and health-cache', () => {
  it.each([
    ['before', 10],
    ['default', 10],
    ['after', 1],
  ])('%s: ten health checks within a second ask the database %i times', async (setting, asked) => {
    const lotus = await startLotus({ LOTUS_OPTIMIZATIONS: `default,health-cache=${setting}` }, database);
    const before = await commands();
    for (let i = 0; i < 10; i++) await ask(`${lotus.url}/health`);
    const counted = (await commands()) - before - 1;
    await lotus.stop();
    // A heartbeat of a driver may fall in between.
    expect(counted).toBeGreaterThanOrEqual(asked);
    expect(counted).toBeLessThanOrEqual(asked + 3);
  });

  it('lazy routes answer as eager ones do', async () => {
    const answers = [];
    for (const setting of ['before', 'after']) {
      const lotus = await startLotus({ LOTUS_OPTIMIZATIONS: `default,routes-lazy=${setting}` }, database);
      answers.push([
        (await ask(`${lotus.url}/api/videos`)).text,
        (await ask(`${lotus.url}/api/auth/me`)).status,
        (await ask(`${lotus.url}/video/x`)).status,
      ]);
      await lotus.stop();
    }
    expect(answers[0]).toEqual(answers[1]);
  });
});

describe('server-keep-alive', () => {
  async function connectionHeaders(
    setting: string,
  ): Promise<{ connection: string | undefined; keepAlive: string | undefined }> {
    const lotus = await startLotus({ LOTUS_OPTIMIZATIONS: `default,server-keep-alive=${setting}` }, database);
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(`${lotus.url}/health`, { agent }), 'response');
    response.resume();
    await once(response, 'end');
    agent.destroy();
    await lotus.stop();
    return { connection: response.headers.connection, keepAlive: response.headers['keep-alive'] };
  }

  it.each([
    ['before', { connection: 'close', keepAlive: undefined }],
    ['default', { connection: 'keep-alive', keepAlive: 'timeout=5' }],
    ['after', { connection: 'keep-alive', keepAlive: 'timeout=65' }],
  ])('%s', async (setting, wanted) => {
    expect(await connectionHeaders(setting)).toEqual(wanted);
  });
});

describe('server-timeouts', () => {
  const halfHead = 'GET /health HTTP/1.1\r\nHost: x\r\n';
  const endlessBody =
    'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{';

  /** What comes of a client that stalls after these words: it is answered and closed, closed, or left open. */
  async function endOf(words: string, setting: string): Promise<string> {
    const lotus = await startLotus(
      { LOTUS_OPTIMIZATIONS: `default,server-timeouts=${setting}`, LOTUS_TIMEOUT_SCALE: '0.002' },
      database,
    );
    const socket = connect(Number(new URL(lotus.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.write(words);
    const closed = await Promise.race([once(socket, 'close').then(() => true), delay(1500, false)]);
    socket.destroy();
    await lotus.stop();
    if (!closed) return 'left open';
    return answer === '' ? 'closed' : `closed with ${/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]}`;
  }

  // Scaled by 0.002: 120 ms for the head and 600 ms for the request are Node's own, 240 ms without a byte is after's.
  it.each([
    { stall: 'half a head', words: halfHead, setting: 'before', end: 'left open' },
    { stall: 'half a head', words: halfHead, setting: 'default', end: 'closed with 408' },
    { stall: 'half a head', words: halfHead, setting: 'after', end: 'closed with 408' },
    { stall: 'an endless body', words: endlessBody, setting: 'before', end: 'left open' },
    { stall: 'an endless body', words: endlessBody, setting: 'default', end: 'closed with 408' },
    { stall: 'an endless body', words: endlessBody, setting: 'after', end: 'closed' },
  ])('$setting: a client that stalls with $stall is $end', async ({ words, setting, end }) => {
    expect(await endOf(words, setting)).toBe(end);
  });
});

describe('services', () => {
  it.each([
    ['before', false],
    ['default', false],
    ['after', true],
  ])('services-parallel %s: the slow FFmpeg check is overtaken: %s', async (setting, overtaken) => {
    const folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
    const slow = join(folder, 'slow-ffmpeg');
    writeFileSync(slow, '#!/bin/sh\nsleep 0.3\necho ffmpeg version 9\n');
    chmodSync(slow, 0o755);
    const lotus = await startLotus(
      { LOTUS_OPTIMIZATIONS: `default,services-parallel=${setting}`, LOTUS_FFMPEG: slow },
      database,
    );
    const order = lotus.lines
      .filter((line) => line.includes('[SUCCESS]'))
      .map((line) => line.split('] ')[1]?.split(':')[0]);
    await lotus.stop();
    rmSync(folder, { recursive: true });
    expect(order).toHaveLength(3);
    expect(order[0] === 'FFmpeg').toBe(!overtaken);
  });

  it('services-timeout after: a check that never answers is given up, and the start goes on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
    const hanging = join(folder, 'hanging-ffmpeg');
    writeFileSync(hanging, '#!/bin/sh\nexec sleep 60\n');
    chmodSync(hanging, 0o755);
    const lotus = await startLotus(
      { LOTUS_OPTIMIZATIONS: 'default,services-timeout=after', LOTUS_FFMPEG: hanging, LOTUS_TIMEOUT_SCALE: '0.05' },
      database,
    );
    await lotus.stop();
    rmSync(folder, { recursive: true });
    expect(lotus.lines).toContain('⚠️ [WARNING] FFmpeg: given up after 150 ms');
  });

  it('a missing FFmpeg is a warning', async () => {
    const lotus = await startLotus({ LOTUS_FFMPEG: '/nowhere/ffmpeg' }, database);
    await lotus.stop();
    expect(lotus.lines.find((line) => line.includes('FFmpeg'))).toContain('was not found');
  });
});

describe('bootstrap-listeners', () => {
  it.each([
    ['before', 10],
    ['default', 10],
    ['after', 0],
  ])('%s: ten cycles leave %i listeners', async (setting, left) => {
    const count = () => process.listenerCount('unhandledRejection');
    const before = count();
    process.setMaxListeners(100);
    for (let i = 0; i < 10; i++)
      await (await startLotus({ LOTUS_OPTIMIZATIONS: `default,bootstrap-listeners=${setting}` }, database)).stop();
    const leaked = count() - before;
    expect(leaked).toBe(left);
  });
});

describe('database-reconnection', () => {
  /** Does the server answer again once a database that went away is back on its port? */
  async function answersAgain(setting: string): Promise<number> {
    const first = await startStandIn();
    const lotus = await startLotus(
      { LOTUS_OPTIMIZATIONS: `default,database-reconnection=${setting}`, LOTUS_TIMEOUT_SCALE: '0.1' },
      first,
    );
    await ask(`${lotus.url}/api/videos`);
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    const during = ask(`${lotus.url}/api/videos`);
    await delay(200);
    const second = await startStandIn('--port', String(first.port));
    await during;
    const { status } = await ask(`${lotus.url}/api/videos`);
    await lotus.stop();
    await second.stop();
    return status;
  }

  it.each([
    ['default', 200],
    ['after', 200],
  ])('%s: recovers', async (setting, wanted) => {
    expect(await answersAgain(setting)).toBe(wanted);
  });
});
