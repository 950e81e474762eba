import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, start } from './lotus-bench.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const server = ['--start', 'node test/targets/switched-http.mjs', '--get', '/'];

describe('lotus-bench sweep', () => {
  it.each([
    [
      ['sweep', 'brosing', '--metric', 'latency', '--find', 'twice', '--after', 'aftr'],
      [
        'lotus-bench: scenario: no scenario is named "brosing"; did you mean browsing? (lotus-bench list)',
        'lotus-bench: --over: nothing to sweep over; write --over database-rtt=0,1,5,20',
        'lotus-bench: --metric: "latency" is not one of responseTimeUs, databaseQueryUs, cpuPerRequestUs, throughputPerSecond; did you mean databaseQueryUs?',
        'lotus-bench: --find: "twice" is no change; write 2x for twice as good, -30% or +50%',
        'lotus-bench: --after: "aftr" is not one of before, default, after; did you mean after?\n',
      ].join('\n'),
    ],
    [
      ['sweep', ...server, '--over', 'database-rtt=0,5', '--metric', 'databaseQueryUs'],
      [
        expect.stringMatching(/^lotus-bench: --metric: the server of \S+ does not tell how long queries take$/),
        expect.stringMatching(/^lotus-bench: --over: no arm of \S+ asks for a database$/),
      ],
    ],
  ])('%j: every mistake at once, nothing started', async (args, wanted) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    if (typeof wanted === 'string') expect(stderr).toBe(wanted);
    else expect(stderr.trimEnd().split('\n')).toEqual(wanted);
  });

  it('arms that answer differently have no speed to be compared', async () => {
    const out = join(folder, 'differ');
    const arms = ['--after-env', 'SAY=otherwise'];
    const { code, stdout } = await run(['sweep', ...server, ...arms, '--over', 'SPIN=1,2', '--out', out]);
    expect(code).toBe(4);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/the (before|after) server answers GET \/ \(\/\) differently: /);
  });

  it('is interrupted, goes on where it was, and finds from which value of a variable on a change holds', async () => {
    const out = join(folder, 'run');
    // before is always light; after works as hard as SPIN says.
    const arms = ['--before-env', 'LIGHT=1', '--after-env', 'LIGHT=0'];
    const asked = ['--over', 'SPIN=1,400', '--metric', 'cpuPerRequestUs', '--find', '+100%', '--seed', '5'];
    const begun = start(['sweep', ...server, ...arms, ...asked, '--out', out]);
    await begun.said('5 rounds to go');
    begun.child.kill('SIGINT');
    const interrupted = await begun.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain('go on with lotus-bench sweep --resume');

    const resumed = await run(['sweep', '--resume', out, '--json']);
    expect({ code: resumed.code, stderr: resumed.stderr }).toMatchObject({ code: 0 });
    const { points, threshold } = JSON.parse(resumed.stdout);
    // The gap between 1 and 400 was cut into four.
    expect(points.map(({ value, rounds }: { value: number; rounds: number }) => [value, rounds])).toEqual(
      [1, 4, 20, 89, 400].map((value) => [value, 6]),
    );
    expect(points[0].holds).toBe('no');
    expect(points[4]).toMatchObject({ holds: 'yes' });
    expect(points[4].effect.low).toBeGreaterThan(3);
    expect(threshold.kind).toBe('between');
    expect(threshold.not).toBeLessThan(threshold.holds);
    const report = readFileSync(join(out, 'report.md'), 'utf8');
    expect(report).toContain('CPU per request +100 %: holds from ');
    expect(report).toContain('--over SPIN=1,400 --metric cpuPerRequestUs --find +100%');
  });
});
