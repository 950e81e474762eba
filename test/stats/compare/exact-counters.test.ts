import { describe, expect, it } from 'vitest';
import { metricOf } from '../../../src/model/metrics.js';
import { analyse } from '../../../src/stats/analyse.js';
import { judgeExactly } from '../../../src/stats/compare/exact-counters.js';
import { madePlan, madeProfile, madeRecord, madeRounds, madeSlice, madeTrial, wobble } from '../made-record.js';

const writes = metricOf('writeCallsPerRequest');
const limit = 0.005;

describe('counts that never vary', () => {
  it.each([
    // before, after, outcome, ratio
    [[4, 4], [4, 4], 'no difference', 1],
    [[4, 4], [1, 1], 'improved', 0.25],
    [[4, 4, 4], [4.001, 4.001, 4.001], 'regressed', 1.00025],
    [[0, 0], [0, 0], 'no difference', 1],
    [[2, 2], [0, 0], 'improved', 0],
    // Always 0 on one side, never on the other: no noise writes a line.
    [[2.6, 2.7, 2.5], [0, 0, 0], 'improved', 0],
  ] as const)('%j against %j: %s', (before, after, outcome, ratio) => {
    expect(judgeExactly(before, after, writes, limit)).toMatchObject({
      outcome,
      reason: undefined,
      change: { ratio, interval: { low: ratio, high: ratio }, detectableEffect: 0 },
    });
  });

  it('that come from nothing have no ratio', () => {
    expect(judgeExactly([0, 0], [3, 3], writes, limit)).toMatchObject({
      outcome: 'regressed',
      reason: { kind: 'from-zero', to: 3 },
      change: undefined,
    });
  });

  it('that come from nothing have no ratio, even when they vary', () => {
    expect(judgeExactly([0, 0, 0], [2.6, 2.7249, 2.75], writes, limit)).toMatchObject({
      outcome: 'regressed',
      reason: { kind: 'from-zero', to: 2.7249 },
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
    expect(judgeExactly(before, after, writes, limit)).toBeUndefined();
  });
});

describe('a counter that both arms share', () => {
  const connections = metricOf('databaseConnectionsPerRequest');
  it('is compared where both are constant, and not by "0 against some": that may be the other arm in its background', () => {
    expect(judgeExactly([0, 0], [2, 2], connections, limit)?.outcome).toBe('regressed');
    expect(judgeExactly([0, 0, 0], [0.1, 0.2, 0.1], connections, limit)).toBeUndefined();
    expect(judgeExactly([0, 0, 0], [0.1, 0.2, 0.1], writes, limit)?.outcome).toBe('regressed');
  });
});

describe('in a record', () => {
  const plan = madePlan({ profile: madeProfile('quick') });
  const outcomeOf = (writesOf: (round: number) => readonly [before: number, after: number], rounds: number) => {
    const record = madeRecord(
      madeRounds(rounds, (i) =>
        (['before', 'after'] as const).map((name, arm) =>
          madeTrial(name, {}, { slices: [madeSlice({ outputWrites: writesOf(i)[arm as 0 | 1] })] }),
        ),
      ),
      plan,
    );
    const found = analyse(record).comparisons.find(({ metric }) => metric === 'writeCallsPerRequest');
    return `${found?.outcome}${found?.reason ? ` (${found.reason.kind})` : ''}`;
  };

  it('they wait for the first look like everything else', () => {
    expect(outcomeOf(() => [800, 400], 5)).toBe('inconclusive (before-first-look)');
    expect(outcomeOf(() => [800, 400], 6)).toBe('improved');
    expect(outcomeOf(() => [800, 800], 6)).toBe('no difference');
  });

  it('that vary, the ratio test decides, to half a percent', () => {
    const varied = (i: number) => 800 * (1 + wobble(i, 0.01));
    expect(outcomeOf((i) => [varied(i), varied(i)], 6)).toBe('no difference');
    expect(outcomeOf((i) => [varied(i), varied(i) * 1.01], 12)).toBe('regressed');
  });

  it('that vary and are zero once have no ratio', () => {
    expect(outcomeOf((i) => [800, i === 4 ? 0 : 800], 12)).toBe('not measured (no-ratio)');
  });
});
