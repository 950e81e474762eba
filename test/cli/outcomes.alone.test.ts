import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analysis, ClassComparison, Outcome } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';
import type { RunRecord } from '../../src/model/record.js';
import type { Verdict } from '../../src/model/verdict.js';
import { bareServer, fixture, run } from './lotus-bench.js';

// One real run of the whole program for each kind of outcome, measured alone after all other tests.

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lotus-test-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The gate on one scenario, the second arm with a fault of its own or both with the same. */
async function gate(name: string, server: readonly string[], ...options: readonly string[]) {
  const out = join(folder, name);
  const fixed = ['compare', ...server, '--profile', 'quick', '--seed', '1', '--gate', '--json'];
  const { code, stdout, stderr } = await run([...fixed, ...options, '--out', out]);
  if (stdout === '') throw new Error(stderr);
  const { analysis, verdict } = JSON.parse(stdout) as { analysis: Analysis; verdict: Verdict };
  const record = JSON.parse(readFileSync(join(out, 'record.json'), 'utf8')) as RunRecord;
  const of = (metric: MetricId) => analysis.comparisons.find((each) => each.metric === metric);
  return { code, analysis, verdict, record, of };
}

const judged: readonly MetricId[] = [
  'startupMs',
  'responseTimeUs',
  'throughputPerSecond',
  'memoryInUseBytes',
  'cpuPerRequestUs',
];
const faulty = (name: string) => ['--after-env', `NODE_OPTIONS=--import=${fixture(name)}`];

describe('a gate run on', () => {
  it('identical arms that fail now and then: both are compared, nothing is called, error shares stand beside each other', async () => {
    const [flag = '', fault = ''] = faulty('rare-errors');
    // A regression of a third would be seen in any noise: what is asked is what failures do to a gate.
    const wide = judged.flatMap((metric) => ['--limit', `${metric}=33`]);
    const both = [flag, fault, '--before-env', fault, ...wide];
    const { code, verdict, analysis, record, of } = await gate('identical', bareServer, ...both);
    const outcomes = analysis.comparisons.filter(({ gate: judged }) => judged).map(({ outcome }) => outcome);
    const harmless: readonly Outcome[] = ['no difference', 'no regression', 'inconclusive'];
    expect(outcomes).toHaveLength(5);
    expect(outcomes.filter((outcome) => !harmless.includes(outcome))).toEqual([]);
    expect([verdict.state, code]).toEqual(['passed', 0]);
    for (const side of [of('errorShare')?.before, of('errorShare')?.after]) {
      expect(side?.state === 'value' && side.value).toBeGreaterThan(0.001);
      expect(side?.state === 'value' && side.value).toBeLessThan(0.01);
    }
    expect(record.rounds.flatMap(({ trials }) => trials.filter(({ state }) => state === 'invalid'))).toEqual([]);
  });

  it('30 ms more in one route: regressed at the first look, the route is named, exit code 3', async () => {
    const { code, record, analysis, of } = await gate('delay', bareServer, ...faulty('slow-route'));
    expect(of('responseTimeUs')?.outcome).toBe('regressed');
    // Classes are information, each with an interval of its own: another may be named beside it, and never before it.
    const ratioOf = (each: ClassComparison) => each.change?.ratio ?? 1;
    const changed = analysis.classes.filter((each) => each.changed).toSorted((a, b) => ratioOf(b) - ratioOf(a));
    expect(changed[0]?.className).toBe('GET /items');
    expect(analysis.look).toBe(6);
    expect(record.end).toMatchObject({ state: 'complete', reason: { kind: 'regressed' } });
    expect(code).toBe(3);
  });

  it("a helper process that burns a third of a core: its CPU is the server's, and has regressed", async () => {
    const { code, record, of } = await gate('helper', bareServer, ...faulty('burning-helper'));
    expect(of('cpuPerRequestUs')?.outcome).toBe('regressed');
    // A server's child is never one of the "other programs" that make a round be redone.
    expect(record.rounds.filter(({ redone }) => redone !== undefined)).toEqual([]);
    expect(code).toBe(3);
  });
});
