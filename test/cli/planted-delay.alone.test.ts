import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Analysis, ClassComparison } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';
import type { RunRecord } from '../../src/model/record.js';
import type { Verdict } from '../../src/model/verdict.js';
import { fixture, run } from './lotus-bench.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ratioOf = (each: ClassComparison | undefined) => each?.change?.ratio ?? 1;

// With few connections the closed loop waits for answers, not for the CPU: a delay that burns nothing shows in it.
it('30 ms more in GET /api/videos/:id: regressed in response time, in that endpoint; the throughput falls; exit code 3', async () => {
  const out = join(folder, 'run');
  const gate = ['--metrics', 'responseTimeUs,throughputPerSecond', '--connections', '2', '--gate', '--json'];
  const slow = ['--before', 'after', '--after-env', `NODE_OPTIONS=--import=${fixture('slow-detail')}`];
  const quick = ['--profile', 'quick', '--db', 'embedded', '--seed', '1'];
  const { code, stdout } = await run(['compare', ...quick, ...gate, ...slow, '--out', out]);
  const { analysis, verdict } = JSON.parse(stdout) as { analysis: Analysis; verdict: Verdict };
  const { comparisons, classes } = analysis;
  const of = (id: MetricId) => comparisons.find(({ metric }) => metric === id);
  expect(of('responseTimeUs')?.outcome).toBe('regressed');
  expect(of('throughputPerSecond')?.change?.ratio).toBeLessThan(0.8);
  const changed = classes.filter(({ changed }) => changed).toSorted((a, b) => ratioOf(b) - ratioOf(a));
  expect(changed[0]?.className).toBe('detail');
  expect(ratioOf(changed[0])).toBeGreaterThan(1.5);
  expect(verdict.sentence).toContain('most in detail (+');
  expect(code).toBe(3);
  const { end } = JSON.parse(readFileSync(join(out, 'record.json'), 'utf8')) as RunRecord;
  expect(end).toMatchObject({ state: 'complete', detail: expect.stringMatching(/^regressed: /) });
});
