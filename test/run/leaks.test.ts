import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { Plan, Profile } from '../../src/model/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import { compareFlags } from '../../src/plan/flags/compare-flags.js';
import { readFlags } from '../../src/plan/flags/read-flags.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { makeArms } from '../../src/plan/variants/arms.js';
import { selectReport } from '../../src/report/select/contents.js';
import { contentsOf } from '../../src/report/words/contents.js';
import { runPlan } from '../../src/run/run-plan.js';
import { analyse } from '../../src/stats/analyse.js';
import { plainHttp } from '../targets/plain-http.js';

// Real servers of which it is known what they keep: one program, told by a variable of each arm.

/** As many rounds as an interval takes, and spare ones: on a busy machine a round may be lost. */
const roundCount = 6;
const spareRounds = 4;

const scenario: Scenario = {
  ...plainHttp,
  launch: { ...plainHttp.launch, command: ['node', 'keeps.mjs', '{port}'] },
  populations: {},
  requests: [{ name: 'ok', weight: 1, kind: 'plain', method: 'GET', path: '/', expect: { status: 200 } }],
};

/** A round has 1,500 requests: the cache is full before the last half of them. */
const profile: Profile = {
  name: 'quick',
  startupCycles: 1,
  warmup: { turns: 5, maxTurns: 5 },
  phases: [
    { kind: 'turns', turns: 5 },
    { kind: 'closed', batchesPerArm: 1, requestsPerBatch: 100, batchMs: 50, connections: 10 },
  ],
};

function planOf(kept: Readonly<Record<string, number>>): Plan {
  const options = readFlags(compareFlags, { flags: {}, unexpected: [] });
  if (options.state === 'mistaken') throw new Error(JSON.stringify(options.mistakes));
  const surroundings = { randomSeed: 1, scenarioCount: 1 };
  const made = makePlan(options.value, scenario, makeArms(options.value, scenario), surroundings);
  if (made.state === 'mistaken') throw new Error(JSON.stringify(made.mistakes));
  const arms = made.value.arms.map((arm) => ({ ...arm, env: { KEEPS: String(kept[arm.name]) } }));
  const rounds = made.value.rounds.slice(0, roundCount + spareRounds);
  return { ...made.value, arms, profile, rounds, maxRounds: roundCount };
}

it('a server that keeps a kilobyte of every request is found, one that keeps 600 of them is not accused', async () => {
  const record = await runPlan(planOf({ before: 600, after: Number.MAX_SAFE_INTEGER }), {
    runId: 'leaks',
    toolVersion: 'test',
    repository: fileURLToPath(new URL('../..', import.meta.url)),
    signal: new AbortController().signal,
    save: () => undefined,
    calibrationFor: () => undefined,
    foresee: ({ phases }) => {
      const known = { phases, roundMs: 1000, maxRounds: roundCount, metrics: [] };
      return { forecast: { ...known, firstLook: roundCount, reachesFirstLook: true }, missingMs: undefined };
    },
    decide: (so) =>
      analyse(so).growth[0]?.after.roundCount === roundCount
        ? { state: 'stop', reason: { kind: 'all-measured', rounds: roundCount } }
        : { state: 'continue' },
    estimates: () => [],
    onProgress: () => undefined,
  });
  const analysis = analyse(record);
  const [growth] = analysis.growth;
  expect([growth?.after.outcome, growth?.difference.outcome]).toEqual(['leaks', 'leaks']);
  expect(growth?.before.outcome).not.toBe('leaks');
  expect(growth?.after.bytesPerRequest?.low).toBeGreaterThan(700);
  expect(growth?.after.bytesPerRequest?.high).toBeLessThan(1600);
  const input = { record, analysis, verdict: judge(analysis, { inconclusive: 'pass' }) };
  expect(contentsOf(selectReport(input)).warnings).toContainEqual(
    expect.stringMatching(/^after keeps about [\d.,]+ (B|KiB) of every request \(.+\)(, before does not)?: a leak, or/),
  );
});
