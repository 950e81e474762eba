import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/model/record.js';
import type { RunEnd } from '../../src/model/run-end.js';
import { compareFlags } from '../../src/plan/flags/compare-flags.js';
import { flagsAgainstPlan, mistakesInResuming, type Present, resumedPlan } from '../../src/plan/resume.js';
import { madeRecord } from '../stats/made-record.js';

const record: RunRecord = { ...madeRecord([]), end: { state: 'interrupted' } };
const present: Present = { toolVersion: record.toolVersion, host: record.host, scenario: record.plan.scenario };

describe('a run can be gone on with', () => {
  it.each<RunEnd>([
    { state: 'interrupted' },
    { state: 'budget', budgetMs: 1000 },
    { state: 'running' },
    { state: 'failed', reason: { kind: 'invalid-rounds', inARow: 2 } },
  ])('when it ended as $state', (end) => {
    expect(mistakesInResuming({ ...record, end }, present)).toEqual([]);
  });

  it('although the keys of its scenario were written in another order', () => {
    const { name, ...rest } = record.plan.scenario;
    expect(mistakesInResuming(record, { ...present, scenario: { ...rest, name } })).toEqual([]);
  });
});

describe('a run cannot be gone on with', () => {
  it.each<[string, RunRecord, Present]>([
    [
      'the run is complete; start a new one',
      { ...record, end: { state: 'complete', reason: { kind: 'all-decided' } } },
      present,
    ],
    ['lotus-bench was 0.0.0 and is 9.9.9 now; start a new run', record, { ...present, toolVersion: '9.9.9' }],
    [
      'Node was v20.20.0 and is v22.0.0 now; start a new run',
      record,
      { ...present, host: { ...record.host, nodeVersion: 'v22.0.0' } },
    ],
    [
      'the number of cores was 2 and is 4 now; start a new run',
      record,
      { ...present, host: { ...record.host, coreCount: 4 } },
    ],
    ['there is no scenario named made any more; start a new run', record, { ...present, scenario: undefined }],
    [
      'the scenario made is not what it was; start a new run',
      record,
      { ...present, scenario: { ...record.plan.scenario, requests: [] } },
    ],
  ])('%s', (problem, then, now) => {
    expect(mistakesInResuming(then, now)).toEqual([{ where: '--resume', problem }]);
  });

  it('and every reason is told', () => {
    const now = { toolVersion: '9', host: { ...record.host, cpuModel: 'other', kernel: '7' }, scenario: undefined };
    expect(mistakesInResuming(record, now)).toHaveLength(4);
  });
});

it('flags that would change the plan are told, those that do not are free', () => {
  const flags = { resume: 'x', gate: true, json: true, budget: '1m', beforeEnv: ['A=1'], seed: '1' };
  expect(flagsAgainstPlan(compareFlags, flags).map(({ where }) => where)).toEqual(['--before-env', '--seed']);
  expect(flagsAgainstPlan(compareFlags, { failFast: false }).map(({ where }) => where)).toEqual(['--no-fail-fast']);
});

it('the plan is kept, and a new budget put in its place', () => {
  expect(resumedPlan(record, undefined)).toEqual(record.plan);
  expect(resumedPlan(record, 60_000)).toEqual({ ...record.plan, budgetMs: 60_000 });
});
