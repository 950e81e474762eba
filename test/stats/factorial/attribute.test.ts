import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/model/attribution.js';
import { attribute } from '../../../src/stats/factorial/attribute.js';
import { recordOf, type World } from './worlds.js';

type Measured = Extract<Attribution, { state: 'measured' }>;

function attributed(world: World): Measured {
  const [found] = attribute(recordOf(world));
  if (found?.state !== 'measured') throw new Error(`${found?.state}`);
  return found;
}

const thirteen = { factorCount: 13, repetitions: 3, noise: 0.04, pairNoise: 0.05 } as const;
/** How many of so many seeds show something. */
const share = (count: number, shows: (seed: number) => boolean) =>
  Array.from({ length: count }, (_, seed) => shows(seed)).filter(Boolean).length / count;

describe('without noise', () => {
  const world: World = {
    factorCount: 4,
    repetitions: 2,
    effects: { 0: Math.log(0.5), 2: Math.log(1.1) },
    onlyTogether: { factors: [1, 3], effect: Math.log(0.64) },
    noise: 0,
    pairNoise: 0,
    seed: 1,
  };

  it('each part is what it is on the average over the others, and they add up to the whole', () => {
    const { parts, sum, whole, gap, addsUp } = attributed(world);
    // b and d do 0.64 together and nothing alone: each has half of it, 0.8, to its name.
    expect(parts.map(({ factor, effect }) => [factor, Number(effect.ratio.toFixed(9))])).toEqual([
      ['a', 0.5],
      ['b', 0.8],
      ['c', 1.1],
      ['d', 0.8],
    ]);
    expect(sum.ratio).toBeCloseTo(0.5 * 1.1 * 0.64, 9);
    expect(whole.ratio).toBeCloseTo(0.5 * 1.1 * 0.64, 9);
    expect(gap.ratio).toBeCloseTo(1, 9);
    expect(addsUp).toBe(true);
  });

  it('two that only help together are named', () => {
    // Shaken a little: without any noise everything stands out.
    const { interactions } = attributed({ ...world, noise: 0.001, repetitions: 4 });
    expect(interactions.map(({ pairs, effect }) => [pairs[0], Number(effect.ratio.toFixed(1))])).toEqual([
      [['b', 'd'], 0.8],
    ]);
  });

  it('three that only help together are what the parts do not explain', () => {
    const { addsUp, gap } = attributed({
      ...world,
      noise: 0.001,
      onlyTogether: { factors: [0, 1, 2], effect: Math.log(0.5) },
    });
    expect(addsUp).toBe(false);
    expect(gap.high).toBeLessThan(0.9);
  });
});

describe('simulated, thirteen switches in three repetitions, each server 4 % off and each pair 5 %', () => {
  it('without an interaction none is claimed in 9 of 10 runs at least', () => {
    const claimed = share(
      400,
      (seed) => attributed({ ...thirteen, effects: { 3: -0.2 }, seed }).interactions.length > 0,
    );
    expect(claimed).toBeGreaterThan(0.01);
    expect(claimed).toBeLessThan(0.1);
  });

  it('of two switches that only help together, by 20 %, their interaction is found and they are named first', () => {
    const onlyTogether = { factors: [4, 9], effect: Math.log(0.8) };
    const found = share(200, (seed) => {
      const { interactions } = attributed({ ...thirteen, onlyTogether, seed });
      return interactions.some(({ pairs }) => pairs[0]?.join() === 'e,j');
    });
    expect(found).toBeGreaterThan(0.9);
  });

  it('the intervals of parts, whole and gap hold the truth in 95 of 100', () => {
    const seeds = 400;
    const worlds = Array.from({ length: seeds }, (_, seed) =>
      attributed({ ...thirteen, effects: { 3: -0.2, 5: 0.1 }, driftPerRound: 0.002, seed }),
    );
    const covers = (of: (found: Measured) => { low: number; high: number } | undefined, truth: number) =>
      worlds.filter((world) => {
        const { low, high } = of(world) ?? { low: Number.NaN, high: Number.NaN };
        return low <= Math.exp(truth) && high >= Math.exp(truth);
      }).length / seeds;
    for (const [of, truth] of [
      [({ parts }: Measured) => parts[3]?.effect, -0.2],
      [({ parts }: Measured) => parts[0]?.effect, 0],
      [({ whole }: Measured) => whole, -0.1],
      [({ gap }: Measured) => gap, 0],
    ] as const) {
      expect(covers(of, truth)).toBeGreaterThan(0.92);
      expect(covers(of, truth)).toBeLessThan(0.98);
    }
  });

  it('of thirteen that do nothing, one stands out in about 5 of 100 runs; one that does 5 % nearly always', () => {
    const wrongly = share(400, (seed) => attributed({ ...thirteen, seed }).parts.some(({ standsOut }) => standsOut));
    expect(wrongly).toBeGreaterThan(0.01);
    expect(wrongly).toBeLessThan(0.09);
    const found = share(
      200,
      (seed) => attributed({ ...thirteen, effects: { 6: -0.05 }, seed }).parts[6]?.standsOut === true,
    );
    expect(found).toBeGreaterThan(0.9);
  });
});

describe('what cannot be attributed', () => {
  const world: World = { factorCount: 3, repetitions: 2, noise: 0.01, pairNoise: 0, seed: 3 };
  it('a run that was cut off counts its whole repetitions only, and one of them is too few', () => {
    const { plan, results } = recordOf(world);
    const cut = results.map(({ id, rounds }) => ({ id, rounds: rounds.slice(0, -1) }));
    expect(attribute({ plan, results: cut })).toEqual([{ metric: 'startupMs', state: 'too-few' }]);
  });

  it('a metric that no server gave is not measured', () => {
    const { plan, results } = recordOf(world);
    const asked = { ...plan, measures: [{ metric: 'memoryInUseBytes', value: 'memory.inUseBytes' } as const] };
    expect(attribute({ plan: asked, results })).toEqual([{ metric: 'memoryInUseBytes', state: 'not-measured' }]);
  });
});
