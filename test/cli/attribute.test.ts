import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attribution, AttributionRecord } from '../../src/model/attribution.js';
import { run, start } from './lotus-bench.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attribute-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const server = ['--start', 'node test/targets/switched-http.mjs', '--get', '/'];
const switches = (which: 'before' | 'after', values: Readonly<Record<string, number>>) =>
  Object.entries(values).flatMap(([name, value]) => [`--${which}-env`, `${name}=${value}`]);

describe('lotus-bench attribute', () => {
  it.each([
    [
      ['attribute', 'brosing', '--profile', 'qick', '--before-env', 'A=1'],
      [
        'lotus-bench: scenario: no scenario is named "brosing"; did you mean browsing? (lotus-bench list)',
        'lotus-bench: --profile: "qick" is not one of quick, standard, deep; did you mean quick?\n',
      ].join('\n'),
    ],
    [
      ['attribute', '--before', 'before,health-cache=after', '--after', 'aftr', '--after-env', 'A=1'],
      [
        'lotus-bench: --after-env: the switches of a scenario are what is taken apart; leave this out, or name a server with --start',
        'lotus-bench: --before: "before,health-cache=after" turns single switches; attribute turns each by itself: name one setting for all',
        'lotus-bench: --after: "aftr" is not one of before, default, after; did you mean after?\n',
      ].join('\n'),
    ],
    [
      ['attribute', ...server, '--before-env', 'KEEP=1', '--after-env', 'KEEP=2'],
      'lotus-bench: attribute: before and after differ in one thing, KEEP, and there is nothing to take apart; give them another difference (--before-env, --after-env), or use compare\n',
    ],
  ])('%j: every mistake at once, nothing started', async (args, stderr) => {
    expect(await run(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('a port for metrics that is taken is told before anything starts', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const differ = ['--before-env', 'KEEP=0', '--after-env', 'KEEP=1', '--after-env', 'IDLE=1'];
    const out = join(folder, 'taken');
    const told = await run(['attribute', ...server, ...differ, '--out', out, '--metrics-port', String(port)]);
    taken.close();
    expect(told).toEqual({
      code: 2,
      stdout: '',
      stderr: `lotus-bench: --metrics-port: port ${port} cannot be listened on (EADDRINUSE); name another, or 0 for any\n`,
    });
  });

  it('is interrupted, goes on where it was, and names the switch that does it', async () => {
    const out = join(folder, 'run');
    const ends = [
      ...switches('before', { KEEP: 0, SPIN: 0, IDLE: 0 }),
      ...switches('after', { KEEP: 40, SPIN: 40, IDLE: 1 }),
    ];
    // From Node 24 on this asks for a proxy, and there is none: the loopback is never asked through one.
    const proxied = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9' };
    const begun = start(['attribute', ...server, ...ends, '--out', out, '--seed', '5'], proxied);
    await begun.said('pair 3 of 4');
    begun.child.kill('SIGINT');
    const interrupted = await begun.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stdout).toContain('fewer than two repetitions were whole');
    expect(interrupted.stderr).toContain('go on with lotus-bench attribute --resume');

    const port = await freePort();
    const goesOn = start(['attribute', '--resume', out, '--json', '--metrics-port', String(port)], proxied);
    await goesOn.said('repetition 2 of 3: pair 1 of 4');
    const scraped = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(scraped.headers.get('content-type')).toContain('application/openmetrics-text; version=1.0.0');
    const served = await scraped.text();
    const older = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept: 'text/plain' } });
    expect(older.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const resumed = await goesOn.ended;
    expect(resumed.code).toBe(0);
    // Served until the run has ended, and not a moment longer.
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
    const record: AttributionRecord = JSON.parse(readFileSync(join(out, 'record.json'), 'utf8'));
    expect(record.results[0]?.rounds.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    // What was served is what the record has of the round before.
    expect(served.trimEnd().split('\n').at(-1)).toBe('# EOF');
    expect(served).toContain('# TYPE lotus_bench_startup_seconds gauge');
    expect(served).toContain('lotus_bench_rounds_measured{experiment="attribution"} 4\n');
    const [one] = record.results[0]?.rounds[3]?.observations ?? [];
    if (one?.state !== 'observed') throw new Error('nothing was observed');
    const labels = `arm="${one.armName}",experiment="attribution",phase="start"`;
    const seconds = (one.values['start.readyMs'] ?? Number.NaN) / 1000;
    expect(served).toContain(`lotus_bench_startup_seconds{${labels}} ${seconds}\n`);
    const { metrics }: { metrics: readonly Attribution[] } = JSON.parse(resumed.stdout);
    const of = (metric: string) => {
      const found = metrics.find((each) => each.metric === metric);
      if (found?.state !== 'measured') throw new Error(`${metric} was not measured`);
      return Object.fromEntries(found.parts.map(({ factor, effect }) => [factor, effect]));
    };
    // 40 MiB beside some 5 MiB of Node, and 400,000 steps beside an empty answer: each by far its own metric's largest.
    const memory = of('memoryInUseBytes');
    expect(memory.KEEP?.low).toBeGreaterThan(3);
    expect(memory.SPIN?.high).toBeLessThan(1.5);
    expect(memory.IDLE?.high).toBeLessThan(1.5);
    const cpu = of('cpuPerRequestUs');
    expect(cpu.SPIN?.low).toBeGreaterThan(1.2);
    expect(cpu.SPIN?.ratio).toBeGreaterThan(cpu.IDLE?.ratio ?? Number.NaN);
    expect(readFileSync(join(out, 'attribution.json'), 'utf8')).toBe(resumed.stdout);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('| KEEP<br>0 → 40 |');
  });
});
