import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { startLoad } from '../../src/load/driver.js';
import type { Scenario } from '../../src/model/scenario.js';
import { firstLineOf, median } from './own-process.js';

const connections = 10;
const seconds = 3;
const turns = 6;
const requestCount = 60_000;

const trivialServer = `require('node:http').createServer((q, s) => s.end('hello')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`;

const scenario: Scenario = {
  name: 'trivial',
  description: '',
  launch: { source: { kind: 'folder', path: '.' }, command: [], nodeArguments: [] },
  target: { env: {}, ready: { path: '/', status: 200 }, readyTimeoutMs: 1 },
  populations: {},
  requests: [
    { name: 'get', weight: 1, kind: 'plain', method: 'GET', path: '/', expect: { status: 200, bodyContains: 'hello' } },
  ],
  promises: {},
};

/** Requests a second by the plain autocannon command. */
async function plainAutocannon(port: string): Promise<number> {
  const program = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
  const child = spawn(
    process.execPath,
    [program, '-c', String(connections), '-d', String(seconds), '--json', `http://127.0.0.1:${port}/`],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  await once(child, 'close');
  return (JSON.parse(output) as { requests: { average: number } }).requests.average;
}

/**
 * Our closed loop against the plain autocannon command, on the same trivial server, in turns; promised: at least 0.95
 * of its requests a second.
 */
export async function benchLoad(print: (line: string) => void): Promise<void> {
  const { child, line: port } = await firstLineOf(['-e', trivialServer]);
  const load = startLoad();
  await load.prepare(scenario);
  const ours: number[] = [];
  const theirs: number[] = [];
  const measureOurs = async () => {
    const slice = await load.run({
      kind: 'closed',
      target: { host: '127.0.0.1', port: Number(port) },
      seed: 1,
      requestTimeoutMs: 10_000,
      connections,
      requestCount,
    });
    ours.push(slice.responseCount / (slice.elapsedMs / 1000));
  };
  for (let turn = 0; turn < turns; turn++) {
    if (turn % 2 === 0) await measureOurs();
    theirs.push(await plainAutocannon(port));
    if (turn % 2 === 1) await measureOurs();
  }
  await load.close();
  child.kill();
  print(
    `closed loop: ${Math.round(median(ours))} requests a second, with every status and body checked; autocannon alone: ${Math.round(median(theirs))}`,
  );
  print(`ratio ${(median(ours) / median(theirs)).toFixed(3)} (promised: at least 0.95)`);
}
