import { describe, expect, it } from 'vitest';
import { metricOf } from '../../src/model/metrics.js';
import { judgeRatio } from '../../src/stats/compare/outcome.js';
import { type Random, seededRandom } from '../bench/worlds-random.js';
import { madeDecision } from './made-record.js';

const runs = 1500;
const shift = Math.log(1.07);
const order = { before: 400, definition: metricOf('cpuPerRequestUs') };

type Noise = (random: Random, round: number) => number;

const noises: readonly (readonly [string, Noise])[] = [
  ['normal', (random) => 0.04 * random.normal()],
  ['Cauchy', (random) => 0.01 * Math.tan(Math.PI * (random.uniform() - 0.5))],
  ['growing over the run', (random, round) => 0.01 * (1 + round) * random.normal()],
  ['every fifth round ten times as wild', (random) => (random.uniform() < 0.2 ? 0.2 : 0.02) * random.normal()],
];

/** Share of runs, in percent, in which at some look the true change lies where it should not. */
function missed(
  noise: Noise,
  profileName: 'quick' | 'standard',
  misses: (change: ReturnType<typeof judgeRatio>['change']) => boolean,
) {
  const decision = madeDecision(profileName);
  const random = seededRandom(11);
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const effects = Array.from({ length: decision.looks.at(-1) ?? 0 }, (_, round) => shift + noise(random, round));
    const isMissed = decision.looks.some((look) =>
      misses(judgeRatio({ ...order, effects: effects.slice(0, look) }, 0.05, decision).change),
    );
    if (isMissed) count++;
  }
  return (100 * count) / runs;
}

// 1,500 runs: three standard errors of 5 % are 1.7 points. Two dozen rates are held against it.
describe.each(['quick', 'standard'] as const)('at every look of %s together', (profileName) => {
  it.each(noises)('the interval holds the true change, with noise that is %s', (_, noise) => {
    const share = missed(noise, profileName, (change) => {
      const interval = change?.interval;
      return interval !== undefined && (interval.low > 1.07 || interval.high < 1.07);
    });
    expect(share).toBeLessThan(5 + 1.7);
    expect(share).toBeGreaterThan(3);
  });

  it.each(noises)('either bound holds it for itself, with noise that is %s', (_, noise) => {
    const above = missed(noise, profileName, (change) => change?.bounds !== undefined && change.bounds.high < 1.07);
    const below = missed(noise, profileName, (change) => change?.bounds !== undefined && change.bounds.low > 1.07);
    for (const share of [above, below]) {
      expect(share).toBeLessThan(5 + 1.7);
      expect(share).toBeGreaterThan(3);
    }
  });
});
