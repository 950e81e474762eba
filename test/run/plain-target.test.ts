import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { Plan, Profile } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { mistakesOf } from '../../src/plan/checked.js';
import { compareFlags } from '../../src/plan/flags/compare-flags.js';
import { readFlags } from '../../src/plan/flags/read-flags.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { makeArms } from '../../src/plan/variants/arms.js';
import { selectReport } from '../../src/report/select/contents.js';
import { factsOf } from '../../src/report/words/facts.js';
import { runPlan } from '../../src/run/run-plan.js';
import { analyse } from '../../src/stats/analyse.js';
import { plainHttp } from '../targets/plain-http.js';

// A server that nobody wrote for this bench, through the same plan, run and analysis as any other.

const repository = fileURLToPath(new URL('../..', import.meta.url));
const roundCount = 2;
const tiny: Profile = {
  name: 'quick',
  startupCycles: 1,
  warmup: { turns: 10, maxTurns: 10 },
  phases: [
    { kind: 'turns', turns: 20 },
    { kind: 'closed', batchesPerArm: 2, requestsPerBatch: 'auto', batchMs: 50, connections: 2 },
  ],
};

function planOf(flags: Readonly<Record<string, unknown>>) {
  const options = readFlags(compareFlags, { flags, unexpected: [] });
  if (options.state === 'mistaken') throw new Error(JSON.stringify(options.mistakes));
  return makePlan(options.value, plainHttp, makeArms(options.value, plainHttp), { randomSeed: 1, scenarioCount: 1 });
}

function smallPlan(): Plan {
  const plan = planOf({});
  if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
  const { rounds } = plan.value;
  return { ...plan.value, profile: tiny, maxRounds: roundCount, rounds: rounds.slice(0, roundCount) };
}

it('a server of twenty lines is compared with itself: no database, no settings, every trial measured', async () => {
  const saved: RunRecord[] = [];
  const record = await runPlan(smallPlan(), {
    runId: 'plain',
    toolVersion: 'test',
    repository,
    signal: new AbortController().signal,
    save: (growing) => void saved.push(growing),
    calibrationFor: () => undefined,
    foresee: ({ phases }) => {
      const known = { phases, roundMs: 1000, maxRounds: roundCount, metrics: [] };
      return { forecast: { ...known, firstLook: roundCount, reachesFirstLook: true }, missingMs: undefined };
    },
    decide: () => ({ state: 'continue', reason: '' }),
    estimates: () => [],
    onProgress: () => undefined,
  });
  expect(record.end).toMatchObject({ state: 'complete' });
  const trials = record.rounds.filter(({ redone }) => redone === undefined).flatMap((round) => round.trials);
  expect(trials.map(({ state, armName }) => `${armName} ${state}`).toSorted()).toEqual([
    ...Array(roundCount).fill('after measured'),
    ...Array(roundCount).fill('before measured'),
  ]);
  const slices = trials.flatMap((trial) => (trial.state === 'measured' ? trial.slices : []));
  expect(new Set(slices.map(({ load }) => load.kind))).toEqual(new Set(['turns', 'closed']));
  const stages = trials.map((trial) =>
    (trial.state === 'measured' ? trial.memoryReadings : [])?.map(({ stage }) => stage),
  );
  // Then as many as the machine's speed has batches for.
  expect(stages.map((each) => each?.[0])).toEqual(trials.map(() => 'phases'));
  expect(slices.map(({ load }) => load.failureCount)).toEqual(slices.map(() => 0));
  // No database is no database: nothing started, nothing counted, no line in the report.
  expect([record.database, record.plan.database, record.seeds]).toEqual([undefined, undefined, []]);
  expect(slices.filter(({ database }) => database !== undefined)).toEqual([]);
  const [first, second] = record.sources ?? [];
  expect(first?.sha256.state).toBe('value');
  expect(second?.sha256).toEqual(first?.sha256);
  const analysis = analyse(record);
  expect(analysis.comparisons.find(({ metric }) => metric === 'databaseQueryUs')?.outcome).toBe('not measured');
  const selection = selectReport({ record, analysis, verdict: judge(analysis, { inconclusive: 'pass' }) });
  expect(factsOf(selection).map(({ label }) => label)).not.toContain('Database');
  expect(record.plan.arms.map(({ name, setting, env }) => ({ name, setting, env }))).toEqual([
    { name: 'before', setting: undefined, env: {} },
    { name: 'after', setting: undefined, env: {} },
  ]);
  expect(saved.at(-1)).toEqual(record);
});

it('what it does not have cannot be asked for', () => {
  expect(mistakesOf(planOf({ before: 'fast' })).concat(mistakesOf(planOf({ db: 'embedded' })))).toEqual([
    { where: '--before', problem: 'the server of plain-http has no settings to choose from; leave this out' },
    { where: '--db', problem: 'no arm of plain-http asks for a database; leave it out' },
  ]);
});
