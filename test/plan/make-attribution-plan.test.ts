import { expect, it } from 'vitest';
import scenario from '../../scenarios/browsing.js';
import { differencesIn, makeAttributionPlan, switchesOf } from '../../src/plan/make-attribution-plan.js';
import { armOf } from '../../src/plan/variants/arms.js';

const options = { profile: 'quick', seed: 7, db: undefined, connections: 10 } as const;

it('thirteen optimizations: 16 pairs, the first of which is all before and all after', () => {
  const attributed = switchesOf(scenario, { before: undefined, after: undefined, env: {} });
  const plan = makeAttributionPlan(attributed, options, { randomSeed: 1 });
  if (plan.state === 'mistaken') throw new Error('mistaken');
  const { pairs, factors, repetitions, seed, database } = plan.value;
  expect({ pairs: pairs.length, factors: factors.length, repetitions, seed, database }).toEqual({
    pairs: 16,
    factors: 13,
    repetitions: 3,
    seed: 7,
    database: { kind: 'auto' },
  });
  const [first, last] = pairs[0] ?? [];
  expect(first?.arm.env.LOTUS_OPTIMIZATIONS).toBe('before');
  expect(last?.arm.env.LOTUS_OPTIMIZATIONS?.split(',').slice(1)).toEqual(factors.map(({ name }) => `${name}=after`));
  expect(new Set(pairs.flat().map(({ arm }) => arm.name)).size).toBe(32);
});

const arm = (env: Record<string, string>) => armOf({ name: 'a', setting: undefined, env }, { ...scenario });
const many = (value: string) => Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`V${i}`, value]));

it.each([
  [{}, {}, /^before and after differ in nothing, .* or use compare$/],
  [{ POOL: '1' }, { POOL: '2' }, /^before and after differ in one thing, POOL, .* or use compare$/],
  [many('a'), many('b'), /^before and after differ in 32 things, and 31 at most can be told apart; leave some out$/],
])('%j and %j cannot be taken apart', (before, after, problem) => {
  const attributed = differencesIn(scenario, [arm(before), arm(after)], { sameDependencies: true });
  expect(makeAttributionPlan(attributed, options, { randomSeed: 1 })).toEqual({
    state: 'mistaken',
    mistakes: [{ where: 'attribute', problem: expect.stringMatching(problem) }],
  });
});
