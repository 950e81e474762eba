import { describe, expect, it } from 'vitest';
import { signedRankDistribution } from '../../../src/model/signed-rank-null.js';
import {
  hodgesLehmann,
  median,
  medianOfSorted,
  signedRankP,
  walshAverages,
} from '../../../src/stats/math/signed-rank.js';
import { seededRandom } from '../../bench/worlds-random.js';

// Depression scale of nine patients before and after a tranquillizer: Hollander and Wolfe 1973, example 3.1; R's
// wilcox.test.
const tranquillizer = [
  [1.83, 0.878],
  [0.5, 0.647],
  [1.62, 0.598],
  [2.48, 2.05],
  [1.68, 1.06],
  [1.88, 1.29],
  [1.55, 1.06],
  [3.06, 3.14],
  [1.3, 1.29],
].map(([before = 0, after = 0]) => before - after);

function distributionOf(n: number): Float64Array {
  return signedRankDistribution(Array.from({ length: n }, (_, i) => i + 1));
}

/** P(W+ <= c), twice: the two-sided p of min(W+, W-) = c. */
function twoSided(n: number, c: number): number {
  return (
    2 *
    distributionOf(n)
      .subarray(0, c + 1)
      .reduce((sum, p) => sum + p, 0)
  );
}

describe('walsh averages', () => {
  it('are the pairwise means with each value itself, ascending', () => {
    expect([...walshAverages([3, 1, 2])]).toEqual([1, 1.5, 2, 2, 2.5, 3]);
    expect([...walshAverages([])]).toEqual([]);
  });
});

describe('the Hodges-Lehmann estimate', () => {
  it.each([
    [[5], 5],
    [[1, 2, 3], 2],
    [[1, 2, 3, 1000], 2.75],
    [tranquillizer, 0.46],
  ] as const)('of %j is %d', (values, expected) => {
    expect(hodgesLehmann(values)).toBeCloseTo(expected, 6);
  });

  it('moves with the values and is mirrored with them', () => {
    const values = [0.3, -0.1, 0.7, 0.2, 5];
    expect(hodgesLehmann(values.map((value) => value + 10))).toBeCloseTo(hodgesLehmann(values) + 10, 10);
    expect(hodgesLehmann(values.map((value) => -value))).toBeCloseTo(-hodgesLehmann(values), 10);
  });

  it.each([65, 66, 67, 68, 120])(
    'of %i values, whose means are not written out, is the median of those means',
    (count) => {
      const random = seededRandom(count);
      const draws: readonly (() => number)[] = [() => random.normal(), () => Math.round(4 * random.normal()), () => 1];
      for (const draw of draws) {
        const values = Array.from({ length: count }, draw);
        expect(hodgesLehmann(values)).toBeCloseTo(medianOfSorted(walshAverages(values)), 9);
      }
    },
  );

  it('of nothing is not a number', () => {
    expect(hodgesLehmann([])).toBeNaN();
    expect(median([])).toBeNaN();
  });
});

describe('the null distribution', () => {
  it('of three ranks is counted by hand', () => {
    // {} {1} {2} {3 or 1+2} {1+3} {2+3} {1+2+3}
    expect([...distributionOf(3)].map((p) => p * 8)).toEqual([1, 1, 1, 2, 1, 1, 1]);
  });

  it('sums to one and is symmetric', () => {
    const distribution = [...distributionOf(30)];
    expect(distribution.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(distribution[100]).toBeCloseTo(distribution[465 - 100] ?? 0, 15);
  });

  // The largest c whose two-sided probability is at most 0.05 and 0.01: Wilcoxon's table, as in every textbook.
  it.each([
    [6, 0, undefined],
    [7, 2, undefined],
    [8, 3, 0],
    [9, 5, 1],
    [10, 8, 3],
    [12, 13, 7],
    [15, 25, 15],
    [20, 52, 37],
    [25, 89, 68],
    [30, 137, 109],
  ] as const)('has the published critical values for n = %i: %i and %s', (n, at5, at1) => {
    for (const [alpha, published] of [
      [0.05, at5],
      [0.01, at1],
    ] as const) {
      let largest: number | undefined;
      for (let c = 0; twoSided(n, c) <= alpha; c++) largest = c;
      expect(largest).toBe(published);
    }
  });
});

describe('the exact p-value', () => {
  it.each([
    ['the reference file', [0.31, 0.52, -0.11, 0.43, 0.64, 0.25, 0.76, 0.57], 0.015625],
    ['Hollander and Wolfe, R: V = 40', tranquillizer, 0.0390625],
    ['five of a sign: the least there is', [1, 2, 3, 4, 5], 0.0625],
    ['six of a sign', [1, 2, 3, 4, 5, 6], 0.03125],
    ['zeros are dropped', [0, 1, 2, 0, 3, 4, 5, 6, 0], 0.03125],
    ['nothing but zeros', [0, 0, 0], 1],
    ['no values', [], 1],
    // Midranks 1.5, 1.5, 3: sums 0, 1.5, 1.5, 3, 3, 4.5, 4.5, 6 of eight; the smaller is 1.5.
    ['ties share ranks, exactly', [1, -1, 2], 0.75],
  ] as const)('%s', (_, values, expected) => {
    expect(signedRankP(values)).toBeCloseTo(expected, 12);
  });

  it('is the same for either sign', () => {
    const values = [0.4, -0.2, 0.9, 1.4, -0.1, 0.3, 0.8];
    expect(signedRankP(values.map((value) => -value))).toBe(signedRankP(values));
  });
});
