import { describe, expect, it } from 'vitest';
import { jointTest } from '../../../src/stats/looks/joint-test.js';
import { type Random, seededRandom } from '../../bench/worlds-random.js';
import { madeDecision } from '../made-record.js';

const quick = madeDecision('quick');
const standard = madeDecision('standard');

/** |t| of a sample about 0: the plain formula. Rounds that are all alike have no spread; what they show is certain. */
function absoluteT(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  if (mean === 0) return 0;
  return Math.abs(mean) / Math.sqrt(Math.max(variance, 1e-24) / n);
}

/** The joint test by the book: every sign pattern of every round written out, t by its formula, ranks by counting. */
function bruteForce(
  effects: readonly (readonly number[])[],
  { looks, spending }: { readonly looks: readonly number[]; readonly spending: readonly number[] },
): (number | undefined)[] {
  const calledAt: (number | undefined)[] = effects.map(() => undefined);
  const rejected = new Set<string>();
  let spent = 0;
  for (const [k, look] of looks.entries()) {
    if (look > (effects[0]?.length ?? 0)) break;
    const patterns = Array.from({ length: 2 ** look }, (_, p) =>
      Array.from({ length: look }, (_, r) => ((p >> r) & 1 ? -1 : 1)),
    );
    const open = patterns.filter((signs) => !looks.some((n) => n < look && rejected.has(signs.slice(0, n).join())));
    const statistic = (signs: readonly number[]) =>
      Math.max(...effects.map((own) => absoluteT(signs.map((sign, r) => sign * (own[r] ?? 0)))));
    const values = open.map((signs) => ({ signs, value: statistic(signs) })).sort((a, b) => b.value - a.value);
    const allowed = Math.floor((spending[k] ?? 0) * 2 ** look - spent * 2 ** look + 1e-9);
    const threshold = (values[allowed]?.value ?? 0) * (1 + 1e-6);
    for (const { signs, value } of values) {
      if (value <= threshold) continue;
      rejected.add(signs.join());
      spent += 1 / 2 ** look;
    }
    for (const [i, own] of effects.entries()) {
      if (calledAt[i] === undefined && absoluteT(own.slice(0, look)) > threshold) calledAt[i] = k;
    }
  }
  return calledAt;
}

function world(random: Random, metricCount: number, rounds: number, shift: (metric: number) => number): number[][] {
  return Array.from({ length: metricCount }, (_, i) =>
    Array.from({ length: rounds }, () => shift(i) + 0.03 * random.normal()),
  );
}

describe('the joint test', () => {
  it.each([
    // what, ln(after/before) in rounds by metric, the looks at which each is called
    ['six of one sign: at the first look', [[0.31, 0.3, 0.29, 0.32, 0.3, 0.31]], [0]],
    ['one of six against it: not yet', [[0.31, 0.3, -0.01, 0.32, 0.3, 0.31]], [undefined]],
    ['five rounds: no look', [[0.31, 0.3, 0.29, 0.32, 0.3]], [undefined]],
    [
      'the change of one metric, and no other',
      [
        [0.31, 0.3, 0.29, 0.32, 0.3, 0.31],
        [0.01, -0.02, 0.02, -0.01, 0.01, -0.02],
      ],
      [0, undefined],
    ],
    ['exactly nothing', [Array(12).fill(0)], [undefined]],
    ['exactly the same in every round', [Array(6).fill(0.05)], [0]],
    ['a constant beside noise', [Array(6).fill(0), [0.31, 0.3, 0.29, 0.32, 0.3, 0.31]], [undefined, 0]],
    ['no metric', [], []],
  ] as const)('%s', (_, effects, expected) => {
    expect(jointTest(effects, quick)).toEqual(expected);
  });

  it('calls what brute force calls, in 60 worlds of three metrics', () => {
    const random = seededRandom(3);
    const seen = { called: 0, open: 0 };
    for (let run = 0; run < 60; run++) {
      const effects = world(random, 3, 10, (i) => (i === 0 ? 0.03 : 0));
      const own = jointTest(effects, quick);
      expect(own).toEqual(bruteForce(effects, quick));
      for (const look of own) seen[look === undefined ? 'open' : 'called']++;
    }
    expect(seen.called).toBeGreaterThan(20);
    expect(seen.open).toBeGreaterThan(20);
  });

  it('calls what brute force calls where values are tied', () => {
    const random = seededRandom(4);
    for (let run = 0; run < 40; run++) {
      const stepped = () => 0.08 * (Math.floor(3 * random.uniform()) - 0.5);
      const effects = Array.from({ length: 2 }, () => Array.from({ length: 8 }, stepped));
      expect(jointTest(effects, quick)).toEqual(bruteForce(effects, quick));
    }
  });

  it('keeps what it called: later rounds take nothing back', () => {
    const six = [0.31, 0.3, 0.29, 0.32, 0.3, 0.31];
    expect(jointTest([[...six, -0.3, -0.3]], quick)).toEqual([0]);
  });

  it('is blind to labels and units: mirrored or scaled effects are called alike', () => {
    const random = seededRandom(6);
    for (let run = 0; run < 20; run++) {
      const effects = world(random, 2, 12, () => 0.02);
      const own = jointTest(effects, quick);
      expect(
        jointTest(
          effects.map((each) => each.map((x) => -x)),
          quick,
        ),
      ).toEqual(own);
      expect(
        jointTest(
          effects.map((each, i) => each.map((x) => x * (i + 3))),
          quick,
        ),
      ).toEqual(own);
    }
  });

  it('with drawn patterns is the same for the same seed, and finds what is plain', () => {
    const random = seededRandom(7);
    const effects = world(random, 3, 30, (i) => (i === 1 ? 0.05 : 0));
    expect(jointTest(effects, standard)).toEqual(jointTest(effects, standard));
    expect(jointTest(effects, standard)[1]).toBeLessThanOrEqual(1);
  });
});

// 2,000 worlds of five identical metrics: two standard errors of 5 % are 1 point.
describe('any false call, over five metrics and all looks, in at most 5 % of worlds', () => {
  const steps = [-0.08, 0, 0.08];
  it.each<readonly [string, (random: Random, metric: number, shared: number) => number]>([
    ['normal', (random) => random.normal()],
    ['correlated', (random, _, shared) => 0.8 * shared + 0.6 * random.normal()],
    ['Cauchy', (random) => Math.tan(Math.PI * (random.uniform() - 0.5))],
    ['stepped', (random) => steps[Math.floor(3 * random.uniform())] ?? 0],
  ])('with noise that is %s', (_, noise) => {
    const random = seededRandom(12);
    let wrong = 0;
    for (let run = 0; run < 2000; run++) {
      const effects: number[][] = Array.from({ length: 5 }, () => []);
      for (let round = 0; round < 12; round++) {
        const shared = random.normal();
        for (const [i, own] of effects.entries()) own.push(noise(random, i, shared));
      }
      if (jointTest(effects, quick).some((look) => look !== undefined)) wrong++;
    }
    expect(wrong / 2000).toBeLessThan(0.05 + 0.01);
  });
});
