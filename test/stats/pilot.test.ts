import { describe, expect, it } from 'vitest';
import type { MetricId } from '../../src/model/metrics.js';
import type { Round } from '../../src/model/record.js';
import { calibrate } from '../../src/stats/calibration.js';
import { chooseCalibrated, choosePilot } from '../../src/stats/pilot.js';
import { seededRandom } from '../bench/worlds-random.js';
import { madePlan, madeRecord, madeRound, madeSlice, madeTrial } from './made-record.js';

const gateMetrics: readonly MetricId[] = ['cpuPerRequestUs'];
const plan = madePlan({ gateMetrics });

/** Pilot rounds whose CPU per request varies by slice and by round; standard deviations are those of the ratio's ln. */
function pilotRounds(count: number, sliceSd: number, roundSd: number, seed = 3): Round[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const luck = roundSd * random.normal();
    const slicesOf = (own: () => number) =>
      Array.from({ length: 8 }, (_, slice) => madeSlice({ index: slice, cpuUs: 120_000 * Math.exp(own()) }));
    return madeRound(index, [
      madeTrial('before', {}, { slices: slicesOf(() => 0) }),
      madeTrial('after', {}, { slices: slicesOf(() => luck + sliceSd * random.normal()) }),
    ]);
  });
}

describe('the pilot', () => {
  it('finds the noise of slices and of rounds', () => {
    const [cpu] = choosePilot(plan, pilotRounds(400, 0.06, 0.02), 30).metrics;
    expect(cpu?.sliceSd).toBeCloseTo(0.06, 2);
    expect(cpu?.roundSd).toBeCloseTo(0.02, 2);
  });

  // CPU per request: smallest effect 3 %, 0.0296 in ln. The rounds' own noise comes from a subtraction and is never
  // known well, so slices are held between what is needed without any and with half of the variance.
  it.each([
    ['hardly any noise', 0.01, 0, 4, 4],
    // 0.0296² = 0.02² + 0.06² / S: S = 7.6
    ['slices that vary', 0.06, 0.02, 8, 10],
    // 0.1² / 0.0296² = 11.4, and twice that
    ['slices that vary more', 0.1, 0, 12, 24],
    // No S is enough. Half of 0.0296² is 0.08² / 14.6.
    ['rounds that vary too much for slices to help', 0.08, 0.05, 14, 16],
    // A tenth of 0.2² is 0.08² / 1.6.
    ['rounds that vary far too much', 0.08, 0.2, 4, 4],
    ['more than thirty-two slices could mend', 1, 0, 32, 32],
  ])('chooses slices for %s', (_, sliceSd, roundSd, fewest, most) => {
    const { openSlicesPerArm } = choosePilot(plan, pilotRounds(600, sliceSd, roundSd), 30);
    expect(openSlicesPerArm).toBeGreaterThanOrEqual(fewest);
    expect(openSlicesPerArm).toBeLessThanOrEqual(most);
    expect(openSlicesPerArm % 2).toBe(0);
  });

  it('is blind to the labels: swapping the arms changes nothing', () => {
    const rounds = pilotRounds(3, 0.06, 0.02);
    const swapped = rounds.map((round) => ({
      ...round,
      trials: round.trials.map((trial) => ({ ...trial, armName: trial.armName === 'after' ? 'before' : 'after' })),
    }));
    const [own, other] = [choosePilot(plan, rounds, 30), choosePilot(plan, swapped, 30)];
    expect(other.openSlicesPerArm).toBe(own.openSlicesPerArm);
    expect(other.metrics[0]?.predictedSd).toBeCloseTo(own.metrics[0]?.predictedSd ?? 0, 12);
  });

  it('tells what the budget can resolve', () => {
    const rounds = pilotRounds(300, 0.06, 0.02);
    const effects = [30, 12, 7].map((most) => choosePilot(plan, rounds, most).metrics[0]?.detectableEffect);
    expect(effects[0]).toBeCloseTo(0.02, 2);
    expect(effects[1]).toBeGreaterThan(effects[0] ?? 1);
    expect(effects[2]).toBeUndefined();
  });

  it('chooses from a calibration what it would from as many rounds', () => {
    const rounds = pilotRounds(600, 0.08, 0.01);
    const calibration = calibrate(madeRecord(rounds, plan));
    const [own, calibrated] = [choosePilot(plan, rounds, 30), chooseCalibrated(plan, calibration, 30)];
    // 0.0296² = 0.01² + 0.08² / S: S = 8.2. The pilot's robust subtraction is a little off.
    expect([own.openSlicesPerArm, calibrated.openSlicesPerArm]).toEqual([12, 10]);
    expect(calibrated.metrics[0]?.predictedSd).toBeCloseTo(own.metrics[0]?.predictedSd ?? 0, 2);
    expect(chooseCalibrated(madePlan({ gateMetrics: ['errorShare'] }), calibration, 30).openSlicesPerArm).toBe(4);
  });

  it('without a usable round leaves the profile its slices', () => {
    expect(choosePilot(plan, [], 30)).toEqual({ openSlicesPerArm: 4, metrics: [] });
  });

  it('lets slices alone where they play no part', () => {
    const rounds = pilotRounds(3, 0.1, 0);
    const memoryOnly = madePlan({ gateMetrics: ['rssBytes', 'startupMs', 'errorShare'] });
    expect(choosePilot(memoryOnly, rounds, 30)).toMatchObject({
      openSlicesPerArm: 4,
      metrics: [
        { metric: 'rssBytes', sliceSd: 0, roundSd: 0 },
        { metric: 'startupMs', sliceSd: 0, roundSd: 0 },
      ],
    });
  });
});
