import { describe, expect, it } from 'vitest';
import { type MetricDefinition, metricOf } from '../../src/model/metrics.js';
import { effectMargins } from '../../src/stats/effect-margins.js';
import { judgeRatio, percentText } from '../../src/stats/outcome.js';
import { madeProfile, wobble } from './made-record.js';

const cpu = metricOf('cpuPerRequestUs');
const throughput = metricOf('throughputPerSecond');
const startup = metricOf('startupMs');
const standard = { profile: madeProfile('standard'), alpha: 0.05 / 4 };

/** Rounds whose ln ratios wobble by `noise` around `ln(ratio)`. */
function around(ratio: number, count: number, noise = 0.02): number[] {
  return Array.from({ length: count }, (_, i) => Math.log(ratio) + wobble(i, noise));
}

describe('the five outcomes', () => {
  it.each<readonly [string, MetricDefinition, readonly number[], string, string]>([
    // what, metric, effects, outcome, reason
    ['more of what should be less', cpu, around(1.1, 12), 'regressed', ''],
    ['less of what should be less', cpu, around(0.9, 12), 'improved', ''],
    ['more of what should be more', throughput, around(1.1, 12), 'improved', ''],
    ['less of what should be more', throughput, around(0.9, 12), 'regressed', ''],
    ['nothing', cpu, around(1, 12), 'no difference', ''],
    ['exactly nothing, in every round', cpu, Array(12).fill(0), 'no difference', ''],
    ['certain, but too small to matter', cpu, around(1.015, 12, 0.005), 'no difference', ''],
    ['too noisy', cpu, around(1, 12, 0.4), 'inconclusive', '12 rounds; could detect 13 %'],
    [
      'certain, but not that it matters',
      cpu,
      around(1.025, 12, 0.03),
      'inconclusive',
      '12 rounds; could detect 0.93 %: it changed, but whether by enough to matter is open',
    ],
    ['before the first look', cpu, around(2, 1), 'inconclusive', '1 round; nothing is decided before 8 rounds'],
    ['at a look that cannot call a change', cpu, around(2, 8), 'inconclusive', '8 rounds; calling a change needs 12'],
    ['at a look that can call sameness only', cpu, around(1, 8), 'no difference', ''],
  ])('%s', (_, definition, effects, outcome, reason) => {
    expect(judgeRatio(effects, 400, definition, standard)).toMatchObject({ outcome, reason });
  });

  it('wait for the next look: later rounds change nothing', () => {
    const twelve = judgeRatio(around(1.1, 12), 400, cpu, standard);
    expect(judgeRatio([...around(1.1, 12), -3, -3, -3], 400, cpu, standard)).toEqual(twelve);
    expect(twelve.change?.roundCount).toBe(12);
  });

  it('say how many rounds a change needs, also of a run that was to end sooner', () => {
    const rule = { profile: { ...madeProfile('quick'), looks: [6] }, alpha: 0.05 / 4 };
    expect(judgeRatio(around(2, 6), 400, cpu, rule)).toMatchObject({
      outcome: 'inconclusive',
      reason: '6 rounds; calling a change needs 8',
      change: { interval: undefined },
    });
  });

  it.each([
    ['quick', 'so many metrics share alpha that calling a change needs the standard profile'],
    ['standard', 'so many metrics share alpha that no look can call a change'],
  ] as const)('say when the %s profile can never call a change', (name, reason) => {
    const rule = { profile: madeProfile(name), alpha: 0.0001 };
    expect(judgeRatio(around(2, 12), 400, cpu, rule)).toMatchObject({ outcome: 'inconclusive', reason });
  });

  it('need a round', () => {
    expect(() => judgeRatio([], 400, cpu, standard)).toThrow(RangeError);
  });
});

describe('the estimate of a change', () => {
  // ln ratios 0.01 to 0.12. Of the 78 pairwise means the 6th smallest is 0.025 (critical value 5 at alpha 0.0125) and
  // the 11th is 0.035 (critical value 10 at 0.1); the largest mirror them about 0.065.
  const even = Array.from({ length: 12 }, (_, i) => (i + 1) / 100);

  it('has its intervals as ratios, its noise, and what it could detect', () => {
    expect(judgeRatio(even, 400, cpu, standard)).toEqual({
      outcome: 'regressed',
      reason: '',
      change: {
        ratio: expect.closeTo(Math.exp(0.065), 9),
        interval: { low: expect.closeTo(Math.exp(0.025), 9), high: expect.closeTo(Math.exp(0.105), 9) },
        equivalenceInterval: { low: expect.closeTo(Math.exp(0.035), 9), high: expect.closeTo(Math.exp(0.095), 9) },
        roundCount: 12,
        roundSd: expect.closeTo(Math.sqrt(13) / 100, 9),
        detectableEffect: expect.closeTo(Math.expm1(0.04), 9),
      },
    });
  });

  // From the reference implementation (signed-rank.mjs), alpha 0.0125: estimate, interval and equivalence interval in %.
  const rounds = [
    0.061, 0.012, 0.083, 0.044, -0.015, 0.096, 0.057, 0.028, 0.039, 0.071, 0.052, 0.006, 0.088, 0.034, 0.067, 0.023,
  ];
  it.each([
    [8, 4.7074411, undefined, [0.65211708, 8.65418085]],
    [12, 4.60278599, [0.90406218, 8.00420764], [1.86721852, 7.25081813]],
    [16, 4.86462011, [1.76540222, 7.78841509], [2.83956844, 6.82267172]],
  ] as const)('is that of the reference after %i rounds', (count, estimate, interval, equivalence) => {
    const { change } = judgeRatio(rounds.slice(0, count), 400, cpu, standard);
    const percentOf = (ratio = Number.NaN) => expect.closeTo((ratio - 1) * 100, 6);
    expect(estimate).toEqual(percentOf(change?.ratio));
    expect(interval).toEqual(
      change?.interval ? [percentOf(change.interval.low), percentOf(change.interval.high)] : undefined,
    );
    expect(equivalence).toEqual([
      percentOf(change?.equivalenceInterval?.low),
      percentOf(change?.equivalenceInterval?.high),
    ]);
  });
});

describe('the smallest effect of interest', () => {
  it.each([
    // before, down, up: of 5 % and 2 ms
    [400, 1 / 1.05, 1.05],
    [20, 0.9, 1.1],
    [4, 0.5, 1.5],
    [1, 0, 3],
  ])('of a start-up of %d ms: from x%d to x%d', (before, down, up) => {
    const margins = effectMargins(startup, before);
    expect(Math.exp(margins.down)).toBeCloseTo(down, 9);
    expect(Math.exp(margins.up)).toBeCloseTo(up, 9);
  });

  it.each([
    [400, 'regressed'],
    [20, 'regressed'],
    [10, 'no difference'],
  ])('makes 15 % more of %d ms %s', (before, outcome) => {
    expect(judgeRatio(around(1.15, 12, 0.01), before, startup, standard).outcome).toBe(outcome);
  });
});

it.each([
  [0.0824, '8.2 %'],
  [0.08, '8 %'],
  [0.0996, '10 %'],
  [0.1249, '12 %'],
  [0.00612, '0.61 %'],
  [1.5, '150 %'],
])('%d is told as %s', (share, text) => {
  expect(percentText(share)).toBe(text);
});
