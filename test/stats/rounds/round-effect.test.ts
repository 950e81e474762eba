import { describe, expect, it } from 'vitest';
import { type MetricId, metricOf } from '../../../src/model/metrics.js';
import type { MeasuredTrial } from '../../../src/model/trial.js';
import { median } from '../../../src/stats/math/signed-rank.js';
import { type PairedRound, pairRound, slicesOf } from '../../../src/stats/rounds/paired-round.js';
import { roundEffect } from '../../../src/stats/rounds/round-effect.js';
import { geometricMean, pairedTurns } from '../../../src/stats/rounds/turns.js';
import { madeInvalid, madeRound, madeSlice, madeTrial, madeTurnSlice } from '../made-record.js';

/** Closed batches that answered so many requests, in half a second each. */
function withBatches(armName: string, counts: readonly number[]): MeasuredTrial {
  const slices = counts.map((responseCount, index) => madeSlice({ kind: 'closed', index, responseCount }));
  return madeTrial(armName, {}, { slices });
}

function withTurns(armName: string, latencyOf: (index: number) => number | null): MeasuredTrial {
  return madeTrial(armName, {}, { slices: [madeTurnSlice(1, { latencyOf })] });
}

function effectOf(metric: MetricId, pair: PairedRound) {
  return roundEffect(metric, pair, metricOf(metric));
}

function paired(before: MeasuredTrial, after: MeasuredTrial): PairedRound {
  const pair = pairRound(madeRound(3, [after, before]), 'before', 'after');
  if (!pair) throw new Error('not a pair');
  return pair;
}

describe('a round is one number', () => {
  it('over pairs of batches: drift that both arms share cancels', () => {
    const { effect, before, after } = effectOf(
      'throughputPerSecond',
      paired(withBatches('before', [100, 200, 300, 400]), withBatches('after', [110, 220, 330, 440])),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(Math.log(1.1), 12) });
    expect([before, after]).toEqual([
      { state: 'value', value: 500 },
      { state: 'value', value: expect.closeTo(550, 9) },
    ]);
  });

  it('which a wild batch hardly moves', () => {
    const { effect } = effectOf(
      'throughputPerSecond',
      paired(withBatches('before', [100, 100, 100, 100, 100, 100]), withBatches('after', [101, 99, 100, 102, 98, 900])),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(0, 1) });
  });

  it('over turns: what both met cancels, however wild it was', () => {
    const weather = (i: number) => 1000 * (1 + ((i * 7919) % 97));
    const { effect } = effectOf(
      'responseTimeUs',
      paired(
        withTurns('before', weather),
        withTurns('after', (i) => 1.05 * weather(i)),
      ),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(Math.log(1.05), 12) });
  });

  it('over merged histograms for percentiles', () => {
    const half = (us: number, index: number) => madeSlice({ index, latencyUs: [[us, 400]] });
    const { effect } = effectOf(
      'latencyP50Us',
      paired(
        madeTrial('before', {}, { slices: [half(1000, 0), half(1000, 1), half(9000, 2)] }),
        madeTrial('after', {}, { slices: [half(2000, 0), half(2000, 1), half(1, 2)] }),
      ),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(Math.log(2), 12) });
  });

  it('is absent when a side is', () => {
    const { before, effect } = effectOf(
      'cpuPerRequestUs',
      paired(madeTrial('before', {}, { slices: [] }), madeTrial('after')),
    );
    expect(before).toEqual({ state: 'absent', reason: { kind: 'no-slice', phase: 'turns' } });
    expect(effect).toEqual(before);
  });

  it.each([
    ['a zero in a slice', 'cpuPerRequestUs', madeTurnSlice(1, { cpuUs: 0 })],
    ['a zero of the round', 'gcPausePerRequestUs', madeSlice({ gcPauseUs: 0 })],
  ] as const)('has no ratio with %s, though there are values', (_, metric, slice) => {
    const fine = slice.load.kind === 'turns' ? madeTurnSlice() : madeSlice();
    const { before, after, effect } = effectOf(
      metric,
      paired(madeTrial('before', {}, { slices: [fine] }), madeTrial('after', {}, { slices: [slice] })),
    );
    expect([before.state, after]).toEqual(['value', { state: 'value', value: 0 }]);
    expect(effect).toEqual({ state: 'absent', reason: { kind: 'no-ratio', roundIndex: 3 } });
  });
});

describe('turns', () => {
  // Every fourth turn is one of `play`: 30 of `list` and 10 of `play`.
  const isPlay = (i: number) => i % 4 === 3;
  const estimates = (afterUs: (i: number) => number | null, beforeUs: (i: number) => number | null = () => 1000) => {
    const pair = paired(withTurns('before', beforeUs), withTurns('after', afterUs));
    const { effect } = effectOf('responseTimeUs', pair);
    const ratios = pairedTurns(pair).map((turn) => turn.afterUs / turn.beforeUs);
    return [effect.state === 'value' ? Math.exp(effect.value) : undefined, geometricMean(ratios), median(ratios)];
  };

  it.each<readonly [string, (i: number) => number, number, number, number]>([
    // what, response time after (1,000 us before), by class and weighted, geometric mean, median
    ['all the same', () => 1000, 1, 1, 1],
    ['all slower', () => 1100, 1.1, 1.1, 1.1],
    ['one class of a quarter slower: the median hides it', (i) => (isPlay(i) ? 2000 : 1000), 2 ** 0.25, 2 ** 0.25, 1],
    [
      'one turn held up by a collection: the mean makes it 26 %',
      (i) => (i === 0 ? 10_000_000 : 1000),
      1,
      10_000 ** (1 / 40),
      1,
    ],
  ])('%s', (_, afterUs, byClass, geometricMean, median) => {
    expect(estimates(afterUs)).toEqual([byClass, geometricMean, median].map((each) => expect.closeTo(each, 9)));
  });

  it('in which either request failed are left out, of both arms', () => {
    const pair = paired(
      withTurns('before', (i) => (i === 0 ? null : 1000)),
      withTurns('after', (i) => (i === 1 ? null : 1000 + i)),
    );
    expect(pairedTurns(pair)).toHaveLength(38);
    expect(pairedTurns(pair)[0]).toEqual({ className: 'list', beforeUs: 1000, afterUs: 1002 });
    const { before, effect } = effectOf('responseTimeUs', pair);
    expect([before, effect.state]).toEqual([{ state: 'value', value: expect.closeTo(1000, 9) }, 'value']);
    // Without turn 0 of the reference: the arm's largest is 1039, and 1000 is not among them.
    expect(effectOf('responseTimeP50Us', pair).after).toEqual({ state: 'value', value: 1020 });
  });

  it('that all failed have no ratio', () => {
    expect(estimates(() => null)).toEqual([undefined, undefined, Number.NaN]);
  });
});

describe('a pair of trials', () => {
  const indices = (trial: MeasuredTrial) => slicesOf(trial, 'open').map(({ index }) => index);

  it('keeps only slices that are good in both, and says why others went', () => {
    const before = madeTrial(
      'before',
      {},
      {
        slices: [madeSlice({ index: 0 }), madeSlice({ index: 1, invalid: 'generator-late' }), madeSlice({ index: 2 })],
      },
    );
    const after = madeTrial(
      'after',
      {},
      {
        slices: [
          madeSlice({ index: 2 }),
          madeSlice({ index: 1 }),
          madeSlice({ index: 0, invalid: 'generator-saturated' }),
          madeSlice({ kind: 'closed', index: 0 }),
          madeSlice({ index: 3 }),
        ],
      },
    );
    const pair = paired(before, after);
    expect([indices(pair.reference), indices(pair.arm)]).toEqual([[2], [2]]);
    expect(slicesOf(pair.arm, 'closed')).toEqual([]);
    expect([...pair.excluded].sort()).toEqual(['generator-late', 'generator-saturated']);
  });

  it.each([
    ['an invalid arm', [madeTrial('before'), madeInvalid('after')]],
    ['an invalid reference', [madeInvalid('before'), madeTrial('after')]],
    ['a missing arm', [madeTrial('before')]],
  ])('is none with %s', (_, trials) => {
    expect(pairRound(madeRound(0, trials), 'before', 'after')).toBeUndefined();
  });
});
