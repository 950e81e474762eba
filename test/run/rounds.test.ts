import { describe, expect, it } from 'vitest';
import type { PilotFacts, Round, RunRecord } from '../../src/model/record.js';
import { scheduleWithSpares } from '../../src/plan/schedule/schedule.js';
import { endText } from '../../src/report/words/run-end.js';
import { Recorder } from '../../src/run/recorder.js';
import { measureRounds } from '../../src/run/rounds.js';
import { analyse } from '../../src/stats/analyse.js';
import { decide } from '../../src/stats/decide.js';
import { madeInvalid, madePlan, madeProfile, madeRecord, madeRound, madeTrial, wobble } from '../stats/made-record.js';

// The loop over rounds, with measurements that are a function of the round and the attempt alone.

const profile = madeProfile('quick');
const plan = madePlan({ profile, rounds: scheduleWithSpares(['before', 'after'], 12, 1) });

const pilot: PilotFacts = {
  phases: [],
  capacityPerSecond: {},
  cost: { fixedMs: 0, turnMs: 0, otherPhasesMs: 0 },
  refined: true,
  quietness: { foreignCpuShare: 0.01, stealShare: 0, cpuPressureShare: 0.2 },
  answersSha256: '',
};

const noisy = { foreignCpuShare: 0.6, stealShare: 0, cpuPressureShare: 0.2 };

interface World {
  readonly cpuFactor: number;
  /** Attempts of a round that other programs disturb. */
  readonly disturbed?: (index: number, attempt: number) => boolean;
  readonly fails?: (index: number) => boolean;
}

function measureIn({ cpuFactor, disturbed, fails }: World) {
  return async ({ index }: { index: number }, attempt: number): Promise<Round> => {
    const noise = wobble(index * 7 + attempt, 0.02);
    const after = fails?.(index)
      ? madeInvalid('after')
      : madeTrial('after', { cpu: cpuFactor * (1 + noise), latency: 1 + noise / 2 });
    const round = madeRound(index, [madeTrial('before'), after], { attempt });
    return disturbed?.(index, attempt) ? { ...round, quietness: noisy } : round;
  };
}

const surroundings = { runId: 'made', toolVersion: '0.0.0' };

/**
 * Runs until the end, or until `measurements` rounds were measured: then the process is gone, in the middle of the next
 * one.
 */
async function go(
  world: World,
  measurements: number,
  resume?: RunRecord,
  planned = plan,
): Promise<{ record: RunRecord; cut: boolean }> {
  let saved: RunRecord = resume ?? { ...madeRecord([], planned), pilot };
  const save = (record: RunRecord) => {
    saved = record;
  };
  const recorder = new Recorder(planned, { ...surroundings, resume: saved, save });
  const measure = measureIn(world);
  let measured = 0;
  try {
    await measureRounds(recorder, pilot, {
      measure: async (planned, attempt) => {
        if (measured++ === measurements) throw new Error('killed');
        return measure(planned, attempt);
      },
      decide,
      estimates: () => [],
      onProgress: () => undefined,
    });
    return { record: saved, cut: false };
  } catch (error) {
    expect((error as Error).message).toBe('killed');
    return { record: saved, cut: true };
  }
}

/** What must be the same: not when it was measured. */
function essence({ rounds, end, plan: planned }: RunRecord) {
  return { rounds, end, analysis: analyse(madeRecord(rounds, planned)) };
}

const worlds: readonly [string, World, { rounds: number; end: string }][] = [
  ['identical arms', { cpuFactor: 1 }, { rounds: 6, end: 'every gate metric is decided' }],
  ['a regression', { cpuFactor: 1.1 }, { rounds: 6, end: 'regressed: CPU per request' }],
  [
    'disturbed rounds',
    { cpuFactor: 1.02, disturbed: (index, attempt) => index % 3 === 1 && attempt < 2 },
    { rounds: 10, end: 'every gate metric is decided' },
  ],
  [
    'rounds that fail now and then',
    { cpuFactor: 1.1, fails: (index) => index === 3 },
    { rounds: 7, end: 'regressed: CPU per request' },
  ],
  [
    'an arm that fails from the third round on',
    { cpuFactor: 1, fails: (index) => index >= 2 },
    { rounds: 4, end: '2 rounds in a row were invalid' },
  ],
];

describe.each(worlds)('%s', (_name, world, wanted) => {
  it(`ends after ${wanted.rounds} rounds: ${wanted.end}`, async () => {
    const { record } = await go(world, Number.POSITIVE_INFINITY);
    expect({ rounds: record.rounds.length, end: endText(record.end) }).toEqual(wanted);
  });

  it('killed at any round, and resumed, and killed again: the same rounds, end and analysis', async () => {
    const whole = await go(world, Number.POSITIVE_INFINITY);
    for (let first = 0; first <= whole.record.rounds.length; first++) {
      let part = await go(world, first);
      while (part.cut) part = await go(world, 2, part.record);
      expect(essence(part.record)).toEqual(essence(whole.record));
    }
  });
});

it('spare rounds stand in for the invalid ones, until the last look is reached', async () => {
  const oneLook = { ...plan.decision, looks: [12], spending: [0.05], boundRanks: [17], intervalRanks: [13] };
  const world: World = { cpuFactor: 1, fails: (index) => index % 4 === 3 };
  const { record } = await go(world, Number.POSITIVE_INFINITY, undefined, { ...plan, decision: oneLook });
  const good = record.rounds.filter(({ trials }) => trials.every(({ state }) => state === 'measured'));
  expect(plan.rounds).toHaveLength(18);
  expect({ good: good.length, all: record.rounds.length }).toEqual({ good: 12, all: 15 });
});

it('a run that failed is resumed with the rounds that failed measured again', async () => {
  const failed = await go({ cpuFactor: 1, fails: (index) => index >= 2 }, Number.POSITIVE_INFINITY);
  expect(failed.record.end.state).toBe('failed');
  const { record } = await go({ cpuFactor: 1 }, Number.POSITIVE_INFINITY, failed.record);
  expect(record.end).toEqual({ state: 'complete', reason: { kind: 'all-decided' } });
  expect(record.rounds.map(({ index, redone }) => [index, redone === undefined])).toEqual([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
    [2, true],
    [3, true],
    [4, true],
    [5, true],
  ]);
});

it('a disturbed round is redone at most half as many times as there are rounds, and then counts', async () => {
  const { record } = await go({ cpuFactor: 1.02, disturbed: () => true }, Number.POSITIVE_INFINITY);
  const redone = record.rounds.filter((round) => round.redone !== undefined);
  expect(redone).toHaveLength(6);
  expect(redone[0]).toMatchObject({ index: 0, attempt: 0, redone: { kind: 'foreign-cpu', share: 0.6 } });
  expect(redone.at(-1)).toMatchObject({ index: 0, attempt: 5 });
  expect(record.rounds.slice(6).map(({ index }) => index)).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].slice(0, record.rounds.length - 6),
  );
});
