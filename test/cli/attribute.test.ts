import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

    const resumed = await run(['attribute', '--resume', out, '--json'], proxied);
    expect(resumed.code).toBe(0);
    const record: AttributionRecord = JSON.parse(readFileSync(join(out, 'record.json'), 'utf8'));
    expect(record.results[0]?.rounds.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
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
