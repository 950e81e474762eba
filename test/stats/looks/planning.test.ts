import { describe, expect, it } from 'vitest';
import { jointTest } from '../../../src/stats/looks/joint-test.js';
import { callChance, detectableEffect, passChance, roundsToPass } from '../../../src/stats/looks/planning.js';
import { repeatedBounds } from '../../../src/stats/looks/repeated-bounds.js';
import { normalCdf } from '../../../src/stats/math/normal.js';
import { studentCritical } from '../../../src/stats/math/student.js';
import { seededRandom } from '../../bench/worlds-random.js';
import { madeDecision } from '../made-record.js';

const quick = madeDecision('quick');
const last = quick.looks.length - 1;

describe('the distributions', () => {
  it.each([
    [0, 0.5],
    [1.2816, 0.9],
    [-1.96, 0.025],
    [3, 0.99865],
  ])('normal: %d is %d', (x, p) => {
    expect(normalCdf(x)).toBeCloseTo(p, 4);
  });

  // Two-sided t tables.
  it.each([
    [0.05, 5, 2.571],
    [0.05, 30, 2.042],
    [0.01, 1, 63.657],
    [0.01, 2, 9.925],
    [0.01, 11, 3.106],
    [0.001, 4, 8.61],
  ])('Student: chance %d, %i degrees of freedom: %d', (p, degreesOfFreedom, t) => {
    expect(studentCritical(p, degreesOfFreedom)).toBeCloseTo(t, 2);
  });
});

describe('the chance that identical arms pass', () => {
  // 2,000 worlds: two standard errors are 2 points; the forecast's own 500 have 4.
  it.each([
    [1, 0],
    [2, 0],
    [1, 1],
    [0.8, 3],
    [0.5, 3],
  ])('at a limit of %d times the noise, by look number %i, is what happens', (ratio, k) => {
    const random = seededRandom(2);
    const look = quick.looks[k] ?? 0;
    let passed = 0;
    for (let world = 0; world < 2000; world++) {
      const bounds = repeatedBounds(
        Array.from({ length: look }, () => random.normal()),
        quick,
      );
      if (bounds && bounds.high < ratio) passed++;
    }
    expect(Math.abs(passed / 2000 - passChance(0.03, ratio * 0.03, quick, k))).toBeLessThan(0.06);
  });

  it('is certain without noise, and none at a look that is not reached', () => {
    expect(passChance(0, 0.05, quick, 0)).toBe(1);
    expect(passChance(0.01, 0.05, quick, -1)).toBe(0);
  });
});

describe('the change that is found four times in five', () => {
  it.each([0, 1, 2, 3])('by look number %i', (k) => {
    const effect = Math.log1p(detectableEffect(0.03, quick, k) ?? Number.NaN);
    const random = seededRandom(4);
    let found = 0;
    for (let world = 0; world < 500; world++) {
      const effects = Array.from({ length: 5 }, (_, i) =>
        Array.from({ length: quick.looks[k] ?? 0 }, () => (i === 0 ? effect : 0) + 0.03 * random.normal()),
      );
      if (jointTest(effects, quick)[0] !== undefined) found++;
    }
    // The formula is an approximation, of signs by Student's t: between 0.65 and 0.95 where 0.8 is promised.
    expect(found / 500).toBeGreaterThan(0.65);
    expect(found / 500).toBeLessThan(0.95);
    expect(callChance(0.03, effect, quick, k)).toBeCloseTo(0.8, 1);
  });

  it('falls with more rounds and less noise', () => {
    const effect = (sd: number, k: number) => detectableEffect(sd, quick, k) ?? Number.NaN;
    expect(effect(0.03, last)).toBeLessThan(effect(0.03, 0));
    expect(effect(0.01, 0)).toBeLessThan(effect(0.03, 0));
  });

  it('is none where a look can call none', () => {
    expect(detectableEffect(0.03, madeDecision('quick', { armCount: 3 }), 0)).toBeUndefined();
    expect(callChance(0.03, 1, madeDecision('quick', { armCount: 3 }), 0)).toBe(0);
  });
});

it.each([
  // limit over noise, rounds: (3.23 * 1.023 / ratio)^2
  [1, 11],
  [0.5, 44],
  [0.3, 122],
  [0.2, undefined],
])('a limit of %d times the noise takes %s rounds to pass on both sides', (ratio, rounds) => {
  expect(roundsToPass(0.03, ratio * 0.03)).toBe(rounds);
});
