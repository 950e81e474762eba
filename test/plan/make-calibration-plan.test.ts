import { describe, expect, it } from 'vitest';
import scenario from '../../scenarios/health.js';
import { calibrateFlags } from '../../src/plan/flags/calibrate-flags.js';
import { readFlags } from '../../src/plan/flags/read-flags.js';
import { calibrationArms, makeCalibrationPlan } from '../../src/plan/make-calibration-plan.js';

function planOf(flags: Record<string, unknown>) {
  const read = readFlags(calibrateFlags, { flags, unexpected: [] });
  if (read.state === 'mistaken') throw new Error(JSON.stringify(read.mistakes));
  const plan = makeCalibrationPlan(read.value, scenario, calibrationArms(read.value, scenario), { randomSeed: 7 });
  if (plan.state === 'mistaken') throw new Error(JSON.stringify(plan.mistakes));
  return plan.value;
}

describe('the plan of a calibration', () => {
  it('is the same server under two names, in 16 rounds, of which a coin decides the order', () => {
    const plan = planOf({});
    const env = { LOTUS_OPTIMIZATIONS: 'after' };
    expect(plan.arms).toEqual([
      { ...scenario.launch, name: 'a', setting: 'after', env },
      { ...scenario.launch, name: 'b', setting: 'after', env },
    ]);
    // Sixteen, and half as many to spare.
    expect(plan.rounds).toHaveLength(24);
    expect(new Set(plan.rounds.map(({ armOrder }) => armOrder.join('')))).toEqual(new Set(['ab', 'ba']));
    expect(plan.seed).toBe(7);
    expect(plan.decision.gateMetrics).toEqual([
      'startupMs',
      'responseTimeUs',
      'throughputPerSecond',
      'memoryInUseBytes',
      'cpuPerRequestUs',
    ]);
  });

  it('keeps the looks of its profile: they say what a comparison will resolve', () => {
    const plan = planOf({ profile: 'quick', rounds: '6', setting: 'before', seed: '3', budget: '2m' });
    expect(plan.decision.looks).toEqual([6, 8, 10, 12]);
    expect(plan.rounds).toHaveLength(9);
    expect(plan).toMatchObject({ seed: 3, budgetMs: 120_000, arms: [{ setting: 'before' }, { setting: 'before' }] });
  });

  it('loads its servers as the runs that it is for: with their connections and their rate', () => {
    const plan = planOf({ connections: '50', rate: '100' });
    expect(plan.load.connections).toBe(50);
    expect(plan.profile.phases).toContainEqual(expect.objectContaining({ kind: 'closed', connections: 50 }));
    expect(plan.profile.phases).toContainEqual(expect.objectContaining({ kind: 'open', ratePerSecond: 100 }));
    expect(() => planOf({ profile: 'quick', rate: '100' })).toThrow('the quick profile has no open loop');
  });
});
