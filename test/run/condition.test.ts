import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { Plan, Profile } from '../../src/model/plan.js';
import type { RunRecord } from '../../src/model/record.js';
import { compareFlags } from '../../src/plan/flags/compare-flags.js';
import { readFlags } from '../../src/plan/flags/read-flags.js';
import { makePlan } from '../../src/plan/make-plan.js';
import { makeArms } from '../../src/plan/variants/arms.js';
import { selectReport } from '../../src/report/select/contents.js';
import { factsOf } from '../../src/report/words/facts.js';
import { runPlan } from '../../src/run/run-plan.js';
import { runRecord } from '../../src/run/store/schema/record.js';
import { analyse } from '../../src/stats/analyse.js';
import { measureTrial } from '../../src/stats/rounds/measure.js';
import { asksDatabase } from '../targets/asks-database.js';

// The same server, near its database and far from it, through the same plan and run as any other.

const repository = fileURLToPath(new URL('../..', import.meta.url));
const roundTripMs = 20;
const tiny: Profile = {
  name: 'quick',
  startupCycles: 1,
  warmup: { turns: 4, maxTurns: 4 },
  phases: [
    { kind: 'turns', turns: 12 },
    { kind: 'closed', batchesPerArm: 1, requestsPerBatch: 20, batchMs: 100, connections: 2 },
  ],
};

function planOf(flags: Readonly<Record<string, unknown>>): Plan {
  const options = readFlags(compareFlags, { flags: { db: 'embedded', ...flags }, unexpected: [] });
  if (options.state === 'mistaken') throw new Error(JSON.stringify(options.mistakes));
  const plan = makePlan(options.value, asksDatabase, makeArms(options.value, asksDatabase), {
    randomSeed: 1,
    scenarioCount: 1,
  });
  if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
  return { ...plan.value, profile: tiny, maxRounds: 1, rounds: plan.value.rounds.slice(0, 1) };
}

async function run(flags: Readonly<Record<string, unknown>>): Promise<RunRecord> {
  const record = await runPlan(planOf(flags), {
    runId: 'condition',
    toolVersion: 'test',
    repository,
    signal: new AbortController().signal,
    save: () => undefined,
    calibrationFor: () => undefined,
    foresee: ({ phases }) => {
      const known = { phases, roundMs: 1000, maxRounds: 1, metrics: [] };
      return { forecast: { ...known, firstLook: 1, reachesFirstLook: true }, missingMs: undefined };
    },
    decide: () => ({ state: 'continue', reason: '' }),
    estimates: () => [],
    onProgress: () => undefined,
  });
  if (record.end.state !== 'complete') throw new Error(JSON.stringify(record.end));
  // What is kept is what can be read again.
  expect(runRecord.safeParse(JSON.parse(JSON.stringify(record))).error).toBeUndefined();
  return record;
}

function trialOf({ rounds }: RunRecord, armName: string) {
  const trial = rounds.flatMap(({ trials }) => trials).find((each) => each.armName === armName);
  if (trial?.state !== 'measured') throw new Error(JSON.stringify(trial));
  return trial;
}

function valueIn(record: RunRecord, metric: 'databaseQueryUs' | 'databaseBytesPerRequest' | 'responseTimeUs'): number {
  const measured = measureTrial(metric, trialOf(record, 'after'), record.metrics[metric]);
  if (measured.state !== 'value') throw new Error(JSON.stringify(measured));
  return measured.value;
}

it('a database 20 ms away, and clients as far: queries and answers take that much longer, and bytes are counted', async () => {
  // One after the other: a process is one bench, and when a run ends its warden ends every server that the bench
  // started.
  const near = await run({});
  const far = await run({ databaseRtt: String(roundTripMs), clientRtt: String(roundTripMs) });
  const risenMs = (metric: 'databaseQueryUs' | 'responseTimeUs') =>
    (valueIn(far, metric) - valueIn(near, metric)) / 1000;
  // | what | takes longer by |
  // | a query | one round trip to the database |
  // | an answer | that, and one to the clients |
  expect(valueIn(far, 'databaseQueryUs') / 1000).toBeGreaterThanOrEqual(roundTripMs);
  expect(risenMs('databaseQueryUs') / roundTripMs).toBeGreaterThan(0.7);
  expect(risenMs('responseTimeUs') / risenMs('databaseQueryUs')).toBeGreaterThan(1.4);

  const slices = trialOf(far, 'after').slices;
  expect(new Set(slices.map(({ load }) => load.kind))).toEqual(new Set(['turns', 'closed']));
  for (const { load, databaseLink, clientLink } of slices) {
    // Each request is one message to the database and one back; what else passes is the driver's own monitoring.
    expect(databaseLink?.messagesUp).toBeGreaterThanOrEqual(load.responseCount);
    expect(databaseLink?.messagesDown).toBeGreaterThanOrEqual(load.responseCount);
    expect(databaseLink?.bytesUp).toBeGreaterThan(load.responseCount * 16);
    expect(clientLink?.bytesDown).toBeGreaterThan(load.responseCount * '{"found":0}'.length);
    expect(clientLink).not.toHaveProperty('messagesUp');
  }
  expect(valueIn(far, 'databaseBytesPerRequest')).toBeGreaterThan(100);
  expect(() => valueIn(near, 'databaseBytesPerRequest')).toThrow('no-link');

  expect(far.links?.map(({ side, settings }) => [side, settings])).toEqual([
    ['database', { roundTripMs }],
    ['client', { roundTripMs }],
  ]);
  for (const { measured } of far.links ?? []) expect(measured.p50Ms).toBeGreaterThanOrEqual(roundTripMs);
  const analysis = analyse(far);
  const facts = factsOf(selectReport({ record: far, analysis, verdict: judge(analysis, { inconclusive: 'pass' }) }));
  expect(facts.find(({ label }) => label === 'Network')?.text).toMatch(
    /^database 20 ms away \(measured [\d.]+ ms, .*\); clients 20 ms away \(measured .*\); the links used \d+ % of a core$/,
  );
});
