import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/model/analysis.js';
import { metricOf } from '../../src/model/metrics.js';
import { totalAlpha } from '../../src/stats/looks.js';
import { judgeRatio } from '../../src/stats/outcome.js';
import { type FamilyWorld, runFamily } from '../bench/worlds-family.js';
import { type Random, seededRandom } from '../bench/worlds-random.js';
import { defaultGate, madeProfile } from './made-record.js';

const standard = madeProfile('standard');
const runs = 1500;

function rates(world: Omit<FamilyWorld, 'profile' | 'correlation'>) {
  const random = seededRandom(5);
  const results = Array.from({ length: runs }, () =>
    runFamily({ profile: standard, correlation: 0.5, ...world }, random),
  );
  const percentOf = (outcome: Outcome) =>
    (100 * results.filter(({ outcomes }) => outcomes[0] === outcome).length) / runs;
  return {
    regressed: percentOf('regressed'),
    same: percentOf('no difference'),
    falseFamily:
      (100 * results.filter(({ outcomes }) => outcomes.some((o) => o === 'regressed' || o === 'improved')).length) /
      runs,
    rounds: results.reduce((sum, { roundCount }) => sum + roundCount, 0) / runs,
  };
}

// method.md §4.8: one metric, alpha 0.05, smallest effect 3 %. 1,500 runs have a standard error of at most 1.3 points.
describe('the planning table is reproduced within 4 points and 1 round', () => {
  it.each([
    // sd(d)/delta, effect/delta, regressed, same, rounds
    [0.5, 0, 0, 100, 8],
    [0.75, 0, 0, 100, 10],
    [1, 0, 0.1, 99.8, 14],
    [1, 0.5, 6.8, 76, 21],
    [1, 1, 69, 4.6, 18],
    [1, 1.33, 98, undefined, 12],
    [1, 1.67, 100, undefined, 9],
    [1.5, 0, 0.8, 89, 23],
    [1.5, 1.33, 93, undefined, 16],
    [2, 0, 1.7, 52, 28],
    [2, 1.33, 85, undefined, 20],
    [2, 2, 100, undefined, 13],
  ])('noise %d, effect %d', (noiseRatio, effectRatio, regressed, same, rounds) => {
    const found = rates({ metrics: ['cpuPerRequestUs'], noiseRatio, effectRatio });
    expect(Math.abs(found.regressed - regressed)).toBeLessThan(4);
    if (same !== undefined) expect(Math.abs(found.same - same)).toBeLessThan(4);
    expect(Math.abs(found.rounds - rounds)).toBeLessThan(1);
  });
});

describe('over the default gate family', () => {
  // 5 % and two standard errors of 1,500 runs.
  it.each([1, 2, 4])('identical arms with noise of %d effects are called different in at most 5 %', (noiseRatio) => {
    expect(rates({ metrics: defaultGate, noiseRatio, effectRatio: 0 }).falseFamily).toBeLessThan(5 + 1.1);
  });

  it('1.33 effects are found in at least 95 % when the noise is one effect', () => {
    expect(rates({ metrics: defaultGate, noiseRatio: 1, effectRatio: 1.33 }).regressed).toBeGreaterThan(95);
  });
});

// The repeated interval covers at all looks together. 1,500 runs: two standard errors are 1.1 points.
describe('the repeated interval holds the true change at every look', () => {
  const shift = Math.log(1.07);
  it.each<readonly [string, (random: Random, round: number) => number]>([
    ['normal', (random) => 0.04 * random.normal()],
    ['Cauchy', (random) => 0.01 * Math.tan(Math.PI * (random.uniform() - 0.5))],
    ['growing over the run', (random, round) => 0.01 * (1 + round) * random.normal()],
    ['every fifth round ten times as wild', (random) => (random.uniform() < 0.2 ? 0.2 : 0.02) * random.normal()],
  ])('with noise that is %s', (_, noise) => {
    const random = seededRandom(11);
    let missed = 0;
    for (let run = 0; run < runs; run++) {
      const effects = Array.from({ length: 30 }, (_, round) => shift + noise(random, round));
      const misses = standard.looks.some((look) => {
        const { change } = judgeRatio(effects.slice(0, look), 400, metricOf('cpuPerRequestUs'), {
          profile: standard,
          alpha: totalAlpha,
        });
        const interval = change?.interval;
        return interval !== undefined && (interval.low > 1.07 || interval.high < 1.07);
      });
      if (misses) missed++;
    }
    expect((100 * missed) / runs).toBeLessThan(5 + 1.1);
    expect((100 * missed) / runs).toBeGreaterThan(3);
  });
});
