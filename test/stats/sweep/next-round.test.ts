import { describe, expect, it } from 'vitest';
import type { ExperimentRound, Observation } from '../../../src/model/experiments-record.js';
import { seededRandom } from '../../../src/model/random.js';
import { type SweepPlan, type SweepPoint, sweepId } from '../../../src/model/sweep.js';
import { nextSweepRound, sweepFindings } from '../../../src/stats/sweep/next-round.js';
import { thresholdOf } from '../../../src/stats/sweep/threshold.js';

const plan = {
  arms: [{ name: 'before' }, { name: 'after' }],
  swept: { kind: 'network', side: 'database', setting: 'roundTripMs' },
  values: [0, 1, 4, 16],
  metric: 'responseTimeUs',
  find: 0.5,
  rounds: 6,
  refinements: 2,
} as unknown as SweepPlan;

/** before takes three round trips and 2 ms of work, after one and 2 ms: 2x from a round trip of 2 ms on. */
const trips = { before: 3, after: 1 };

function roundAt(values: readonly number[], index: number, random: () => number): ExperimentRound {
  const observed = (armName: 'before' | 'after'): Observation => ({
    state: 'observed',
    armName,
    values: Object.fromEntries(
      values.map((rtt) => [`at${rtt}.latencyUs`, 1000 * (2 + trips[armName] * rtt) * (0.98 + 0.04 * random())]),
    ),
    series: {},
  });
  const observations = [observed('before'), observed('after')];
  return { index, armOrder: ['before', 'after'], startedAtIso: '', elapsedMs: 1, observations };
}

it('every value has its rounds, then the gap is cut into pieces, twice', () => {
  const random = seededRandom(3);
  const rounds: ExperimentRound[] = [];
  const told: string[] = [];
  for (;;) {
    const results = [{ id: sweepId, rounds }];
    const next = nextSweepRound({ plan, results });
    if (!next) break;
    if (next.roundsLeft === 6) told.push(next.values.join(' '));
    rounds.push(roundAt(next.values, rounds.length, random));
  }
  expect(told).toEqual(['0 1 4 16', '1.4 2 2.8', expect.stringMatching(/^1\.5 |^1\.6 |^2\./)]);
  const { points, threshold } = sweepFindings({ plan, results: [{ id: sweepId, rounds }] });
  expect(threshold).toMatchObject({ kind: 'between' });
  if (threshold?.kind !== 'between') return;
  expect(threshold.not).toBeLessThanOrEqual(2);
  expect(threshold.holds).toBeGreaterThanOrEqual(1.9);
  expect(threshold.holds / threshold.not).toBeLessThan(2);
  const at16 = points.find(({ value }) => value === 16);
  expect(at16).toMatchObject({ rounds: 6, holds: 'yes' });
  expect(at16?.effect?.ratio).toBeCloseTo(18 / 50, 1);
});

it('nothing is searched for, or it holds at no value: the given values alone are measured', () => {
  const { find: _, ...plain } = plan;
  for (const [given, found] of [
    [{ ...plain, refinements: 0 }, undefined],
    [{ ...plan, find: 0.1 }, { kind: 'nowhere' }],
    [{ ...plan, find: 1.5 }, { kind: 'nowhere' }],
    [{ ...plan, find: 0.999 }, undefined],
  ] as const) {
    const random = seededRandom(1);
    const rounds = Array.from({ length: 6 }, (_, i) => roundAt(plan.values, i, random));
    const record = { plan: given as SweepPlan, results: [{ id: sweepId, rounds }] };
    if (found) expect(sweepFindings(record).threshold).toEqual(found);
    if (found || given.refinements === 0) expect(nextSweepRound(record)).toBeUndefined();
  }
});

describe('where a change begins to hold', () => {
  const points = (text: string): SweepPoint[] =>
    [...text].map((mark, value) => ({
      ...{ value, rounds: 6, before: 1, after: 1 },
      holds: mark === '+' ? 'yes' : mark === '-' ? 'no' : 'unclear',
    }));

  it.each([
    ['++++', { kind: 'everywhere' }],
    ['----', { kind: 'nowhere' }],
    ['--++', { kind: 'between', not: 1, holds: 2 }],
    ['-??+', { kind: 'between', not: 0, holds: 3 }],
    ['++?-', { kind: 'between', not: 3, holds: 1 }],
    ['??++', { kind: 'unclear' }],
    ['????', { kind: 'unclear' }],
    ['-+-+', { kind: 'back-and-forth' }],
  ])('%s', (text, threshold) => {
    expect(thresholdOf(points(text))).toEqual(threshold);
  });
});
