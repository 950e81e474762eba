import { describe, expect, it } from 'vitest';
import type { Phase, Plan } from '../../../src/model/plan.js';
import { type ForecastInput, forecast, type MetricNoise } from '../../../src/stats/looks/forecast.js';
import { roundCost } from '../../../src/stats/rounds/round-cost.js';
import { madeInvalid, madePlan, madeProfile, madeRound, madeSlice, madeTrial, madeTurnSlice } from '../made-record.js';

const phases: readonly Phase[] = [
  { kind: 'turns', turns: 100 },
  { kind: 'closed', batchesPerArm: 6, requestsPerBatch: 200, batchMs: 250, connections: 10 },
];
/** 4 s, 100 turns of 20 ms, and six batches of 250 ms for each of two arms: 9 s. */
const cost = { fixedMs: 4000, turnMs: 20, otherPhasesMs: 3000 };
const unlimited: ForecastInput = {
  phases,
  cost,
  noise: [],
  budgetLeftMs: Number.POSITIVE_INFINITY,
  roundsDone: 0,
};

function planOf(name: 'quick' | 'standard', maxRounds = 45): Plan {
  const rounds = Array.from({ length: maxRounds }, (_, index) => ({
    index,
    armOrder: ['before', 'after'],
    environmentPaddingBytes: 0,
    loadSeed: index,
  }));
  return madePlan({ profile: madeProfile(name), rounds });
}

const quick = planOf('quick');

describe('a forecast', () => {
  it.each<
    [
      what: string,
      budgetSeconds: number,
      roundsDone: number,
      turns: number,
      batches: number,
      roundMs: number,
      maxRounds: number,
      reaches: boolean,
    ]
  >([
    // The first look needs six rounds. Each in ms: 4,000 + 20 a turn + 500 a batch of both arms.
    ['no budget', Number.POSITIVE_INFINITY, 0, 100, 6, 9000, 12, true],
    ['more than all rounds need', 600, 0, 100, 6, 9000, 12, true],
    ['eight rounds of this', 72, 0, 100, 6, 9000, 8, true],
    ['six rounds with fewer turns', 50, 0, 66, 6, 8320, 6, true],
    ['six rounds with the fewest turns and fewer batches', 42, 0, 40, 4, 6800, 6, true],
    ['six rounds with the fewest of both', 35, 0, 40, 2, 5800, 6, true],
    ['not even six of the shortest rounds', 30, 0, 40, 2, 5800, 5, false],
    ['hardly anything', 1, 0, 40, 2, 5800, 0, false],
    ['five rounds more, of which one is behind', 45, 1, 100, 6, 9000, 6, true],
    ['nothing more, when all that is needed is behind', 0, 6, 100, 6, 9000, 6, true],
  ])('with a budget for %s', (_, budgetSeconds, roundsDone, turns, batches, roundMs, maxRounds, reachesFirstLook) => {
    const foreseen = forecast(quick, { ...unlimited, budgetLeftMs: budgetSeconds * 1000, roundsDone });
    const [own, closed] = foreseen.phases;
    expect([own, closed]).toMatchObject([{ turns }, { batchesPerArm: batches }]);
    expect(foreseen).toMatchObject({ roundMs, maxRounds, reachesFirstLook, firstLook: 6 });
  });

  it('ends where the plan does', () => {
    expect(forecast(planOf('quick', 7), unlimited).maxRounds).toBe(7);
    expect(forecast(planOf('quick', 5), unlimited)).toMatchObject({ maxRounds: 5, reachesFirstLook: false });
  });

  it('of a round without turns or batches shrinks nothing', () => {
    const bare = {
      ...unlimited,
      phases: [],
      cost: { fixedMs: 4000, turnMs: 0, otherPhasesMs: 0 },
      budgetLeftMs: 10_000,
    };
    expect(forecast(quick, bare)).toMatchObject({ phases: [], roundMs: 4000, maxRounds: 2, reachesFirstLook: false });
  });
});

describe('with the noise of this machine', () => {
  const noise = (turnSd: number, processSd: number): MetricNoise[] => [
    { metric: 'responseTimeUs', turnSd, processSd },
    { metric: 'cpuPerRequestUs', turnSd: 0, processSd: 0.013 },
    { metric: 'peakRssBytes', turnSd: 0, processSd: 0.013 },
  ];
  const turnsOf = (plan: Plan, known: readonly MetricNoise[]) => {
    const [turns] = forecast(plan, { ...unlimited, noise: known }).phases;
    return turns?.kind === 'turns' ? turns.turns : undefined;
  };

  it.each([
    // Limit 3 % in standard, which passes 19 in 20 by its last look up to a noise of about 4 % a round.
    ['quiet enough: the profile stays', 0.2, 0.01, 100],
    ['turns that scatter: more of them', 0.6, 0.01, 200],
    ['processes that scatter: no number of turns would do', 0.2, 0.2, 100],
  ])('%s', (_, turnSd, processSd, turns) => {
    expect(turnsOf(planOf('standard'), noise(turnSd, processSd))).toBe(turns);
    // The promise of quick is its time.
    expect(turnsOf(quick, noise(turnSd, processSd))).toBe(100);
  });

  it('tells what the last look within the budget finds, and how surely identical arms pass', () => {
    const at = (budgetLeftMs: number) =>
      forecast(quick, { ...unlimited, noise: noise(0.1, 0.017), budgetLeftMs }).metrics;
    const [all, eight, none] = [at(1e9), at(72_000), at(1000)];
    expect(all.map(({ metric }) => metric)).toEqual(['responseTimeUs', 'cpuPerRequestUs']);
    expect(all.map(({ passChance }) => passChance > 0.95)).toEqual([true, true]);
    const effects = (metrics: typeof all) => metrics.map(({ detectableEffect }) => detectableEffect ?? Number.NaN);
    expect(effects(all)[0]).toBeGreaterThan(effects(all)[1] ?? 1);
    expect(effects(eight)[0]).toBeGreaterThan(effects(all)[0] ?? 1);
    expect(none).toEqual([
      { metric: 'responseTimeUs', detectableEffect: undefined, passChance: 0 },
      { metric: 'cpuPerRequestUs', detectableEffect: undefined, passChance: 0 },
    ]);
  });
});

describe('the cost of a round', () => {
  const trial = (name: string) =>
    madeTrial(
      name,
      {},
      {
        slices: [
          madeTurnSlice(1, { elapsedMs: 2000 }),
          madeSlice({ kind: 'closed', elapsedMs: 300 }),
          madeSlice({ kind: 'open', elapsedMs: 500 }),
        ],
      },
    );

  it('is taken apart: 40 turns that both arms took at the same time, loops one after another, and the rest', () => {
    const round = madeRound(0, [trial('before'), trial('after')], { elapsedMs: 9000 });
    const expected = { fixedMs: 9000 - 2000 - 1600, turnMs: 50, otherPhasesMs: 1600 };
    expect(roundCost(quick, [round])).toEqual(expected);
    const slower = { ...round, elapsedMs: 11_000 };
    const failed = madeRound(2, [trial('before'), madeInvalid('after')], { elapsedMs: 100 });
    expect(roundCost(quick, [round, slower, failed, slower])).toEqual({ ...expected, fixedMs: 7400 });
  });

  it('is not known where no round was measured whole', () => {
    expect(roundCost(quick, [madeRound(0, [trial('before'), madeInvalid('after')])])).toBeUndefined();
  });
});
