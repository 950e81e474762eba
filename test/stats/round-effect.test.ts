import { describe, expect, it } from 'vitest';
import { type PairedRound, pairRound, slicesOf } from '../../src/stats/paired-round.js';
import { roundEffect } from '../../src/stats/round-effect.js';
import { type MeasuredTrial, madeInvalid, madeRound, madeSlice, madeTrial } from './made-record.js';

function withCpu(armName: string, perSliceUs: readonly number[]): MeasuredTrial {
  return madeTrial(armName, {}, { slices: perSliceUs.map((cpuUs, index) => madeSlice({ index, cpuUs: cpuUs * 400 })) });
}

function paired(before: MeasuredTrial, after: MeasuredTrial): PairedRound {
  const pair = pairRound(madeRound(3, [after, before]), 'before', 'after');
  if (!pair) throw new Error('not a pair');
  return pair;
}

describe('a round is one number', () => {
  it('over slice pairs: drift that both arms share cancels', () => {
    const { effect, before, after } = roundEffect(
      'cpuPerRequestUs',
      paired(withCpu('before', [100, 200, 300, 400]), withCpu('after', [110, 220, 330, 440])),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(Math.log(1.1), 12) });
    expect([before, after]).toEqual([
      { state: 'value', value: 250 },
      { state: 'value', value: expect.closeTo(275, 9) },
    ]);
  });

  it('which a wild slice hardly moves', () => {
    const { effect } = roundEffect(
      'cpuPerRequestUs',
      paired(withCpu('before', [100, 100, 100, 100, 100, 100]), withCpu('after', [101, 99, 100, 102, 98, 900])),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(0, 1) });
  });

  it('over merged histograms for percentiles', () => {
    const half = (us: number, index: number) => madeSlice({ index, latencyUs: [[us, 400]] });
    const { effect } = roundEffect(
      'latencyP50Us',
      paired(
        madeTrial('before', {}, { slices: [half(1000, 0), half(1000, 1), half(9000, 2)] }),
        madeTrial('after', {}, { slices: [half(2000, 0), half(2000, 1), half(1, 2)] }),
      ),
    );
    expect(effect).toEqual({ state: 'value', value: expect.closeTo(Math.log(2), 12) });
  });

  it('is absent when a side is', () => {
    const { before, effect } = roundEffect(
      'cpuPerRequestUs',
      paired(madeTrial('before', {}, { slices: [] }), madeTrial('after')),
    );
    expect(before).toEqual({ state: 'absent', reason: 'no open-loop slice was usable' });
    expect(effect).toEqual(before);
  });

  it.each([
    ['a zero in a slice', 'cpuPerRequestUs', madeSlice({ cpuUs: 0 })],
    ['a zero of the round', 'gcPausePerRequestUs', madeSlice({ gcPauseUs: 0 })],
  ] as const)('has no ratio with %s, though there are values', (_, metric, slice) => {
    const { before, after, effect } = roundEffect(
      metric,
      paired(madeTrial('before', {}, { slices: [madeSlice()] }), madeTrial('after', {}, { slices: [slice] })),
    );
    expect([before.state, after]).toEqual(['value', { state: 'value', value: 0 }]);
    expect(effect).toEqual({ state: 'absent', reason: 'there is no ratio to or from 0 (round 4)' });
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
