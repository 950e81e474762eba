import { describe, expect, it } from 'vitest';
import { type MetricDefinition, type MetricId, metricOf } from '../../../src/model/metrics.js';
import { effectMargins } from '../../../src/stats/compare/effect-margins.js';
import { judgeRatio } from '../../../src/stats/compare/outcome.js';
import { lookWithin } from '../../../src/stats/looks/looks.js';
import { madeDecision, wobble } from '../made-record.js';

const quick = madeDecision('quick');
const cpu = metricOf('cpuPerRequestUs');
const throughput = metricOf('throughputPerSecond');

/** Rounds whose ln ratios wobble by `noise` around `ln(ratio)`. */
function around(ratio: number, count: number, noise = 0.02): number[] {
  return Array.from({ length: count }, (_, i) => Math.log(ratio) + wobble(i, noise));
}

function judge(effects: readonly number[], definition: MetricDefinition, called: boolean, limit = 0.05) {
  return judgeRatio({ effects, before: 400, definition, called }, limit, quick);
}

describe('a gate metric at a limit of 5 %', () => {
  it.each<readonly [string, MetricDefinition, readonly number[], boolean, string]>([
    // what, metric, effects, called by the joint test, outcome
    ['called, more of what should be less', cpu, around(1.1, 12), true, 'regressed'],
    ['called, less of what should be less', cpu, around(0.9, 12), true, 'improved'],
    ['called, more of what should be more', throughput, around(1.1, 12), true, 'improved'],
    ['called, less of what should be more', throughput, around(0.9, 12), true, 'regressed'],
    ['called, at 0.6 of the limit', cpu, around(1.031, 12, 0.01), true, 'regressed'],
    ['called, but below 0.6 of the limit', cpu, around(1.02, 12, 0.01), true, 'no difference'],
    ['not called, and small', cpu, around(1, 12), false, 'no difference'],
    ['exactly nothing, in every round', cpu, Array(12).fill(0), false, 'no difference'],
    ['not called, not worse, perhaps better', cpu, around(0.95, 6, 0.06), false, 'no regression'],
    ['not called, not less, perhaps more', throughput, around(1.05, 6, 0.06), false, 'no regression'],
    ['not called, not better, perhaps worse', cpu, around(1.05, 6, 0.06), false, 'inconclusive'],
    ['not called, not more, perhaps less', throughput, around(0.95, 6, 0.06), false, 'inconclusive'],
    ['large, but not called', cpu, around(1.2, 6, 0.8), false, 'inconclusive'],
    ['before the first look', cpu, around(2, 5), false, 'inconclusive'],
  ])('%s', (_, definition, effects, called, outcome) => {
    expect(judge(effects, definition, called).outcome).toBe(outcome);
  });

  it.each<readonly [string, readonly number[], boolean, object, number | undefined]>([
    ['before the first look', around(2, 1), false, { kind: 'before-first-look', rounds: 1, firstLook: 6 }, undefined],
    // sd 0.0833: (3.23 * 1.023 * 0.0833 / 0.0488)^2 = 31.8.
    [
      'too noisy',
      around(1, 12, 0.3),
      false,
      { kind: 'regression-possible', rounds: 12, upTo: expect.closeTo(0.064, 3) },
      32,
    ],
    ['certain, but not that it matters', around(1.02, 6, 0.12), true, { kind: 'size-open', rounds: 6 }, undefined],
    [
      'far too noisy',
      around(1, 12, 1.6),
      false,
      { kind: 'regression-possible', rounds: 12, upTo: expect.closeTo(0.4, 2) },
      undefined,
    ],
  ])('says why it is open: %s', (_, effects, called, reason, roundsNeeded) => {
    const judgement = judge(effects, cpu, called);
    expect([judgement.reason, judgement.roundsNeeded]).toEqual([reason, roundsNeeded]);
  });

  it('waits for the next look: later rounds change nothing', () => {
    const eight = judge(around(1.1, 8), cpu, true);
    expect(judge([...around(1.1, 8), -3], cpu, true)).toEqual(eight);
    expect(eight.change?.roundCount).toBe(8);
  });

  it('rules out what its bad bound leaves, whichever side that is', () => {
    // The largest of six rounds is the bound at the first look.
    const effects = [0.01, 0.02, -0.01, 0.03, 0, -0.02];
    expect(judge(effects, cpu, false).ruledOut).toBeCloseTo(Math.expm1(0.03), 12);
    expect(judge(effects, throughput, false).ruledOut).toBeCloseTo(Math.expm1(0.02), 12);
  });

  it('keeps the best bound of all looks so far', () => {
    const calm = [0.01, 0.02, -0.01, 0.03, 0, -0.02];
    const wild = [...calm, 0.5, 0.5];
    expect(judge(wild, cpu, false).change?.bounds?.high).toBeCloseTo(Math.exp(0.03), 12);
    expect(judge(calm, cpu, false).outcome).toBe('no difference');
    expect(judge(wild, cpu, false).outcome).toBe('no difference');
  });

  it('needs a round', () => {
    expect(() => judge([], cpu, false)).toThrow(RangeError);
  });
});

describe('waiting for a metric is futile', () => {
  it.each([
    // sd about 0.29 times the wobble; limit 5 %, last look 12
    ['quiet', 0.1, 1, false],
    ['noisy, but with a chance', 0.25, 1, false],
    ['hopelessly noisy', 1.2, 1, true],
    ['as noisy, and slower: the sign plays no part', 1.2, 1.04, true],
    ['as noisy, and faster: the sign plays no part', 1.2, 1 / 1.04, true],
    ['as noisy, but a change shows that the noise could not hide', 1.2, 3, false],
    ['as noisy, and as large a change the other way', 1.2, 1 / 3, false],
  ])('%s', (_, noise, ratio, futile) => {
    expect(judge(around(ratio, 6, noise), cpu, false).futile).toBe(futile);
  });

  it('is not so for one wild round among calm ones', () => {
    const calm = around(1, 7, 0.25);
    expect(judge([...calm, 1.5], cpu, false)).toMatchObject({ outcome: 'inconclusive', futile: false });
  });

  it('only once a look was reached', () => {
    expect(judge(around(1, 5, 1.2), cpu, false).futile).toBe(false);
  });
});

describe('information is judged by its own interval', () => {
  const inform = (effects: readonly number[]) => judgeRatio({ effects, before: 400, definition: cpu }, 0.05, quick);

  it.each([
    ['which leaves out no change', around(1.1, 12), 'regressed'],
    ['which does not', around(1.1, 12, 0.8), 'inconclusive'],
    ['which lies within the limit', around(1, 12), 'no difference'],
    ['which leaves out no change by little', around(1.02, 12, 0.01), 'no difference'],
  ] as const)('%s', (_, effects, outcome) => {
    expect(inform(effects).outcome).toBe(outcome);
  });
});

describe('the estimate of a change', () => {
  // ln ratios 0.01 to 0.12. Of the 78 pairwise means the 10th smallest is 0.035 (9 beyond the interval) and the 15th is
  // 0.04 (14 beyond the bound); the largest mirror them about 0.065.
  const even = Array.from({ length: 12 }, (_, i) => (i + 1) / 100);

  it('has its interval and bounds as ratios, and its noise', () => {
    // Bounds are the best of all looks: after six rounds the largest is 0.06, after eight the fourth largest mean 0.07.
    expect(judge(even, cpu, true).change).toEqual({
      ratio: expect.closeTo(Math.exp(0.065), 9),
      interval: { low: expect.closeTo(Math.exp(0.035), 9), high: expect.closeTo(Math.exp(0.095), 9) },
      bounds: { low: expect.closeTo(Math.exp(0.04), 9), high: expect.closeTo(Math.exp(0.06), 9) },
      roundCount: 12,
      roundSd: expect.closeTo(Math.sqrt(13) / 100, 9),
      detectableEffect: expect.any(Number),
    });
  });
});

describe('a limit', () => {
  const startup = metricOf('startupMs');
  it.each([
    // before in ms, ratios from which a change must not pass: 10 % and 2 ms
    [400, 1 / 1.1, 1.1],
    [10, 0.8, 1.2],
    [4, 0.5, 1.5],
    [1, 0, 3],
  ])('of a start-up of %d ms: x%d and x%d', (before, down, up) => {
    const margins = effectMargins(startup, 0.1, before);
    expect(Math.exp(-margins.down.limit)).toBeCloseTo(down, 9);
    expect(Math.exp(margins.up.limit)).toBeCloseTo(up, 9);
  });

  it.each([
    [400, 'regressed', 0.1],
    [10, 'no difference', 0.2],
  ])('makes 15 %% more of %d ms %s', (before, outcome, limit) => {
    const order = { effects: around(1.15, 12, 0.01), before, definition: startup, called: true };
    const judgement = judgeRatio(order, 0.1, quick);
    expect(judgement.outcome).toBe(outcome);
    expect(judgement.limit).toBeCloseTo(limit, 12);
  });

  it.each<readonly [MetricId, number]>([
    ['cpuPerRequestUs', 0.05],
    ['throughputPerSecond', 0.05],
  ])('of %s is told as it was given', (metric, limit) => {
    expect(judge(around(1, 12), metricOf(metric), false, limit).limit).toBeCloseTo(limit, 12);
  });
});

it('a look counts from when it is reached', () => {
  expect([0, 5, 6, 7, 8, 99].map((count) => lookWithin(quick, count))).toEqual([undefined, undefined, 6, 6, 8, 12]);
});
