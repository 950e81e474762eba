import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import browsing from '../../scenarios/browsing.js';
import { type PreparedRequest, prepareSequence } from '../../src/load/requests/sequence.js';
import { cpuUs, firstLineOf, median } from './own-process.js';

// What the stand-in costs each route of the Lotus server; beside it another stand-in, whose program OTHER_STAND_IN
// names.

const compiled = (name: string) => fileURLToPath(new URL(`../../src/lotus/${name}.js`, import.meta.url));
const own = fileURLToPath(new URL('../../../bin/embedded-mongo.js', import.meta.url));
const rounds = 5;
const requestsPerRound = 100;
const inFlight = 10;
const environment = {
  LOTUS_RATE_LIMIT: 'off',
  LOTUS_JWT_SECRET: 'lotus-bench-is-no-secret',
  LOTUS_OPTIMIZATIONS: 'after',
};

interface House {
  readonly database: ChildProcess;
  readonly lotus: ChildProcess;
  readonly client: MongoClient;
  readonly url: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(url: string): Promise<void> {
  for (;;) {
    const ready = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function open(program: string, media: string): Promise<House> {
  const { child: database, line } = await firstLineOf([program, '--port', '0']);
  const uri = `mongodb://127.0.0.1:${(JSON.parse(line) as { attr: { port: number } }).attr.port}/routes`;
  const port = await freePort();
  const env = {
    ...process.env,
    ...environment,
    MONGODB_URI: uri,
    LOTUS_MEDIA: media,
    PORT: String(port),
    HOST: '127.0.0.1',
  };
  await promisify(execFile)(process.execPath, [compiled('seed')], { env });
  const lotus = spawn(process.execPath, [compiled('main')], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);
  return { database, lotus, url, client: new MongoClient(uri, { maxPoolSize: 1 }) };
}

async function close({ database, lotus, client }: House): Promise<void> {
  await client.close();
  for (const [child, signal] of [
    [lotus, 'SIGTERM'],
    [database, 'SIGINT'],
  ] as const) {
    child.kill(signal);
    await once(child, 'exit');
  }
}

async function ask(url: string, { path, method, headers, body, status }: PreparedRequest): Promise<void> {
  const answer = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  await answer.arrayBuffer();
  if (answer.status !== status) throw new Error(`${method} ${path} answered ${answer.status}`);
}

/** Does something `count` times, `inFlight` at once. */
async function repeat(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

/** The database's CPU per call in microseconds, and calls per second. */
async function cost({ database }: House, count: number, work: (index: number) => Promise<unknown>) {
  const { pid = 0 } = database;
  const [beforeUs, fromMs] = [cpuUs(pid), performance.now()];
  await repeat(count, work);
  return { databaseUs: (cpuUs(pid) - beforeUs) / count, perSecond: (1000 * count) / (performance.now() - fromMs) };
}

type Cost = Awaited<ReturnType<typeof cost>>;

function shown(costs: readonly Cost[], pings: readonly Cost[]): string {
  const us = median(costs.map(({ databaseUs }) => databaseUs));
  const ratio = us / median(pings.map(({ databaseUs }) => databaseUs));
  return `${(us / 1000).toFixed(2)} ms (${ratio.toFixed(1)} pings), ${Math.round(median(costs.map(({ perSecond }) => perSecond)))} requests/s`;
}

/**
 * `after`, each route of the browsing scenario: the database's CPU per request, in pings of the same run, and requests
 * per second.
 */
export async function benchLotusRoutes(print: (line: string) => void): Promise<void> {
  const media = mkdtempSync(join(tmpdir(), 'lotus-bench-routes-'));
  const { OTHER_STAND_IN } = process.env;
  const houses: House[] = [];
  try {
    for (const program of [own, ...(OTHER_STAND_IN ? [OTHER_STAND_IN] : [])]) houses.push(await open(program, media));
    const pings = houses.map((): Cost[] => []);
    const routes = browsing.requests.map(({ name }) => {
      const requests = prepareSequence(browsing, 1, (each) => each.name === name).slice(0, requestsPerRound);
      return { name, requests, costs: houses.map((): Cost[] => []) };
    });
    // In turns, so that what else the machine does meets all of them; the first round warms up.
    for (let round = -1; round < rounds; round++) {
      for (const [i, house] of houses.entries()) {
        const ping = await cost(house, 2000, () => house.client.db().command({ ping: 1 }));
        if (round >= 0) pings[i]?.push(ping);
        for (const { requests, costs } of routes) {
          const found = await cost(house, requests.length, async (index) => {
            const request = requests[index];
            if (request) await ask(house.url, request);
          });
          if (round >= 0) costs[i]?.push(found);
        }
      }
    }
    for (const { name, costs } of routes)
      print(`${name}: ${costs.map((each, i) => shown(each, pings[i] ?? [])).join('; the other: ')}`);
  } finally {
    for (const house of houses) await close(house);
    rmSync(media, { recursive: true, force: true });
  }
}
