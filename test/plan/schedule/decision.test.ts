import { describe, expect, it } from 'vitest';
import { metricIds, metricOf } from '../../../src/model/metrics.js';
import type { ProfileName } from '../../../src/model/plan.js';
import { boundaryRanks } from '../../../src/plan/schedule/boundary-ranks.js';
import { alphaFor, type DecisionInput, decisionFor, fewestCallingRounds } from '../../../src/plan/schedule/decision.js';
import { oneSidedAlpha, schedules } from '../../../src/plan/schedule/schedules.js';
import { firstCallingLook } from '../../../src/stats/looks/looks.js';
import { drawNull } from '../../bench/worlds-boundaries.js';
import { exactBoundaries } from '../../bench/worlds-exact-null.js';

const names: readonly ProfileName[] = ['quick', 'standard', 'deep'];

function decision(profileName: ProfileName, given: Partial<DecisionInput> = {}) {
  return decisionFor({ profileName, armCount: 2, scenarioCount: 1, seed: 7, ...given });
}

describe('a decision', () => {
  it('of quick can call a change at its first look', () => {
    expect(decision('quick')).toMatchObject({
      looks: [6, 8, 10, 12],
      alpha: 0.05,
      spending: [0.03125, 0.0390625, 0.045, 0.05],
      boundRanks: [0, 3, 8, 14],
      intervalRanks: [0, 1, 4, 9],
      gateMetrics: ['startupMs', 'responseTimeUs', 'throughputPerSecond', 'memoryInUseBytes', 'cpuPerRequestUs'],
      seed: 7,
    });
    expect(firstCallingLook(decision('quick'))).toBe(6);
  });

  it.each([
    // profile, rounds, looks, alpha spent by each, ranks of bounds, ranks of intervals
    ['quick', 12, [6, 8, 10, 12], [0.03125, 0.0390625, 0.045, 0.05], [0, 3, 8, 14], [0, 1, 4, 9]],
    // Its last look spends what is left: 0.05 - 1/64 of one side is 7 of 256 sums at 8 rounds, those up to 4.
    ['quick', 8, [6, 8], [0.03125, 0.05], [0, 4], [0, 1]],
    // A look of its own: up to 2 are 3 of 128 sums.
    ['quick', 7, [6, 7], [0.03125, 0.05], [0, 2], [0, 0]],
    ['quick', 6, [6], [0.05], [2], [0]],
    ['quick', 99, [6, 8, 10, 12], [0.03125, 0.0390625, 0.045, 0.05], [0, 3, 8, 14], [0, 1, 4, 9]],
    ['standard', 6, [6], [0.05], [2], [0]],
    ['standard', 13, [8, 12, 13], [0.05 * (8 / 30), 0.05 * (12 / 30), 0.05], [2, 10, 18], [0, 8, 14]],
  ] as const)('of %s with %i rounds', (name, rounds, looks, spending, boundRanks, intervalRanks) => {
    const made = decision(name, { rounds });
    expect(made).toMatchObject({ looks, boundRanks, intervalRanks });
    expect(made.spending).toEqual(spending.map((share) => expect.closeTo(share, 12)));
  });

  it.each([
    // arms, scenarios, alpha, fewest rounds that can call, first look of quick that can
    [2, 1, 0.05, 6, 6],
    [3, 1, 0.025, 7, 8],
    [2, 3, 0.05 / 3, 7, 8],
    [4, 2, 0.05 / 6, 8, 10],
    [11, 10, 0.0005, 12, 12],
  ])(
    'for %i arms and %i scenarios shares alpha: %d, from %i rounds, first at %i',
    (armCount, scenarioCount, alpha, fewest, first) => {
      const made = decision('quick', { armCount, scenarioCount });
      expect(made.alpha).toBeCloseTo(alpha, 12);
      expect(fewestCallingRounds(alphaFor(armCount, scenarioCount))).toBe(fewest);
      expect(firstCallingLook(made)).toBe(first);
    },
  );

  it('with fewer rounds than can call a change calls none', () => {
    expect(firstCallingLook(decision('quick', { rounds: 5 }))).toBeUndefined();
    expect(firstCallingLook(decision('standard', { rounds: 6 }))).toBe(6);
  });

  it.each([
    ['quick', [0.15, 0.05, 0.15, 0.05, 0.05]],
    ['standard', [0.08, 0.03, 0.08, 0.03, 0.03]],
    ['deep', [0.03, 0.02, 0.03, 0.02, 0.02]],
  ] as const)('limits the gate metrics of %s, and all others by the table', (name, gate) => {
    const { gateMetrics, limits } = decision(name);
    expect(gateMetrics.map((metric) => limits[metric])).toEqual(gate);
    const others = metricIds.filter((metric) => !gateMetrics.includes(metric));
    expect(others.map((metric) => limits[metric])).toEqual(others.map((metric) => metricOf(metric).limit));
  });

  it("lets a user's limits go before", () => {
    expect(decision('quick', { limits: { cpuPerRequestUs: 0.01 } }).limits).toMatchObject({
      cpuPerRequestUs: 0.01,
      startupMs: 0.15,
    });
  });
});

describe('the tabulated ranks', () => {
  it.each(names)('of %s are the exact ones up to 16 rounds', (name) => {
    const { looks, spending } = schedules[name];
    const early = looks.filter((look) => look <= 16);
    const linear = looks.map((look) => (oneSidedAlpha * look) / (looks.at(-1) ?? 0));
    const { bound, interval } = boundaryRanks[name];
    for (const [row, allowed, sides] of [
      [bound, linear, 'one'],
      [interval, spending, 'both'],
    ] as const) {
      const exact = exactBoundaries(early, allowed, sides);
      expect(row.ranks.slice(0, early.length)).toEqual(exact.critical);
      for (const [k, spent] of exact.spent.entries()) {
        expect(row.spent[k]).toBeGreaterThanOrEqual(spent);
        expect(row.spent[k]).toBeCloseTo(spent, 4);
      }
    }
  });

  // 400,000 draws: three standard errors are 0.001.
  it.each(names)('of %s spend at most 5 %%, and nearly all of it, over all looks', (name) => {
    const draws = 400_000;
    const { looks } = schedules[name];
    for (const [row, sides] of [
      [boundaryRanks[name].bound, 'one'],
      [boundaryRanks[name].interval, 'both'],
    ] as const) {
      const atLook = drawNull(looks, draws, 7, sides);
      let rejected = 0;
      for (let draw = 0; draw < draws; draw++) {
        if (row.ranks.some((rank, k) => rank !== null && (atLook[k]?.[draw] ?? 0) <= rank)) rejected++;
      }
      expect(rejected / draws).toBeLessThan(0.05 + 0.001);
      expect(rejected / draws).toBeGreaterThan(0.049 - 0.001);
      expect(row.spent.at(-1)).toBeLessThanOrEqual(0.05);
    }
  });
});
