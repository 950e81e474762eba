import { describe, expect, it } from 'vitest';
import { metricOf } from '../../src/model/metrics.js';
import { analyse } from '../../src/stats/analyse.js';
import { judgeExactly } from '../../src/stats/exact-counters.js';
import { madeRecord, madeRounds, madeSlice, madeTrial, wobble } from './made-record.js';

const writes = metricOf('writeCallsPerRequest');

describe('counts that never vary', () => {
  it.each([
    // before, after, outcome, ratio
    [[4, 4], [4, 4], 'no difference', 1],
    [[4, 4], [1, 1], 'improved', 0.25],
    [[4, 4, 4], [4.001, 4.001, 4.001], 'regressed', 1.00025],
    [[0, 0], [0, 0], 'no difference', 1],
    [[2, 2], [0, 0], 'improved', 0],
    // Always 0 on one side, never on the other: no noise opens a connection.
    [[2.6, 2.7, 2.5], [0, 0, 0], 'improved', 0],
  ] as const)('%j against %j: %s', (before, after, outcome, ratio) => {
    expect(judgeExactly(before, after, writes)).toMatchObject({
      outcome,
      reason: '',
      change: { ratio, interval: { low: ratio, high: ratio }, detectableEffect: 0 },
    });
  });

  it('that come from nothing have no ratio', () => {
    expect(judgeExactly([0, 0], [3, 3], writes)).toEqual({
      outcome: 'regressed',
      reason: 'from 0 to 3: there is no ratio',
      change: undefined,
    });
  });

  it('that come from nothing have no ratio, even when they vary', () => {
    expect(judgeExactly([0, 0, 0], [2.6, 2.7249, 2.75], writes)).toEqual({
      outcome: 'regressed',
      reason: 'from 0 to 2.72: there is no ratio',
      change: undefined,
    });
  });

  it.each([
    ['sometimes nothing', [0, 0.1], [0, 0]],
    ['one round', [4], [5]],
    ['varying before', [4, 4.1], [5, 5]],
    ['varying after', [4, 4], [5, 5.1]],
    ['no round', [], []],
  ] as const)('are not compared so with %s', (_, before, after) => {
    expect(judgeExactly(before, after, writes)).toBeUndefined();
  });
});

describe('in a record', () => {
  const outcomeOf = (writesOf: (round: number) => readonly [before: number, after: number], rounds: number) => {
    const record = madeRecord(
      madeRounds(rounds, (i) =>
        (['before', 'after'] as const).map((name, arm) =>
          madeTrial(name, {}, { slices: [madeSlice({ writeCalls: writesOf(i)[arm as 0 | 1] })] }),
        ),
      ),
    );
    const found = analyse(record).comparisons.find(({ metric }) => metric === 'writeCallsPerRequest');
    return `${found?.outcome}${found?.reason ? ` (${found.reason})` : ''}`;
  };

  it('two rounds suffice for counts', () => {
    expect(outcomeOf(() => [800, 400], 2)).toBe('improved');
    expect(outcomeOf(() => [800, 800], 2)).toBe('no difference');
  });

  it('that vary, the ratio test decides, to half a percent', () => {
    const varied = (i: number) => 800 * (1 + wobble(i, 0.01));
    expect(outcomeOf((i) => [varied(i), varied(i)], 2)).toBe(
      'inconclusive (2 rounds; nothing is decided before 8 rounds)',
    );
    expect(outcomeOf((i) => [varied(i), varied(i)], 8)).toBe('no difference');
    expect(outcomeOf((i) => [varied(i), varied(i) * 1.01], 12)).toBe('regressed');
  });

  it('that vary and are zero once have no ratio', () => {
    expect(outcomeOf((i) => [800, i === 4 ? 0 : 800], 12)).toBe(
      'inconclusive (there is no ratio to or from 0 (round 5))',
    );
  });
});
