import { describe, expect, it } from 'vitest';
import type { MetricId } from '../../src/model/metrics.js';
import type { Round } from '../../src/model/record.js';
import { calibrate } from '../../src/stats/calibration.js';
import { chooseCalibrated, choosePilot, type PilotChoice } from '../../src/stats/pilot.js';
import { seededRandom } from '../bench/worlds-random.js';
import { madePlan, madeRecord, madeRound, madeSlice, madeTrial } from './made-record.js';

const gateMetrics: readonly MetricId[] = ['cpuPerRequestUs'];
const planned = Array.from({ length: 30 }, (_, index) => ({
  index,
  armOrder: ['before', 'after'],
  environmentPaddingBytes: 0,
  loadSeed: index,
}));
const plan = madePlan({ gateMetrics, rounds: planned });

/** The choice from pilot rounds, of which there are some. */
function choose(rounds: readonly Round[], budgetLeftMs?: number, asked = plan): PilotChoice {
  const choice = choosePilot(asked, rounds, budgetLeftMs);
  if (!choice) throw new Error('no pilot round could be used');
  return choice;
}

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
    const [cpu] = choose(pilotRounds(400, 0.06, 0.02)).metrics;
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
    const { openSlicesPerArm } = choose(pilotRounds(600, sliceSd, roundSd));
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
    const [own, other] = [choose(rounds), choose(swapped)];
    expect(other.openSlicesPerArm).toBe(own.openSlicesPerArm);
    expect(other.metrics[0]?.predictedSd).toBeCloseTo(own.metrics[0]?.predictedSd ?? 0, 12);
  });

  it('takes no true effect for noise', () => {
    const rounds = pilotRounds(400, 0.06, 0.02);
    const faster = rounds.map((round) => ({
      ...round,
      trials: round.trials.map((trial) =>
        trial.armName === 'after' && trial.state === 'measured'
          ? {
              ...trial,
              slices: trial.slices.map((s) => ({ ...s, server: { ...s.server, cpuUs: s.server.cpuUs / 2 } })),
            }
          : trial,
      ),
    }));
    expect(choose(faster).openSlicesPerArm).toBe(choose(rounds).openSlicesPerArm);
    expect(choose(faster).metrics[0]?.roundSd).toBeCloseTo(choose(rounds).metrics[0]?.roundSd ?? 0, 9);
  });

  // A made round takes 10 s with 8 slices; one more slice of both arms takes 2 * (500 + 100) ms.
  it.each([
    ['no budget', Number.POSITIVE_INFINITY, 20, 24_400, 30],
    ['an hour', 3_600_000, 20, 24_400, 30],
    ['twelve rounds of 20 slices', 12 * 24_400, 20, 24_400, 12],
    ['fewer: the slices that let the first look that can call a change be reached', 8 * 14_800, 12, 14_800, 8],
    ['not even that', 60_000, 4, 5200, 11],
    ['hardly anything', 12_000, 4, 5200, 2],
    ['nothing', -1, 4, 5200, 0],
  ])('within a budget of %s', (_, budgetLeftMs, openSlicesPerArm, roundMs, mostRounds) => {
    // 0.0296² = 0.02² + 0.09² / S: S = 17.1; the estimate is a little higher.
    const choice = choose(pilotRounds(600, 0.09, 0.02), budgetLeftMs);
    expect(choice).toMatchObject({ openSlicesPerArm, roundMs, mostRounds, firstLook: 8 });
  });

  it('tells what the budget can resolve', () => {
    const rounds = pilotRounds(300, 0.06, 0.02);
    const { roundMs } = choose(rounds);
    const effects = [30, 12, 2].map((most) => choose(rounds, most * roundMs).metrics[0]?.detectableEffect);
    expect(effects[0]).toBeCloseTo(0.02, 2);
    expect(effects[1]).toBeGreaterThan(effects[0] ?? 1);
    expect(effects[2]).toBeUndefined();
  });

  it('chooses from a calibration what it would from as many rounds', () => {
    const rounds = pilotRounds(600, 0.08, 0.01);
    const calibration = calibrate(madeRecord(rounds, plan));
    const [own, calibrated] = [choose(rounds), chooseCalibrated(plan, calibration)];
    // 0.0296² = 0.01² + 0.08² / S: S = 8.2. The pilot's robust subtraction is a little off.
    expect([own.openSlicesPerArm, calibrated.openSlicesPerArm]).toEqual([12, 10]);
    expect(calibrated.metrics[0]?.predictedSd).toBeCloseTo(own.metrics[0]?.predictedSd ?? 0, 2);
    expect(chooseCalibrated(madePlan({ gateMetrics: ['errorShare'] }), calibration).openSlicesPerArm).toBe(4);
  });

  it('without a usable round leaves the profile its slices', () => {
    expect(choosePilot(plan, [])).toBeUndefined();
  });

  it('lets slices alone where they play no part', () => {
    const rounds = pilotRounds(3, 0.1, 0);
    const memoryOnly = madePlan({ gateMetrics: ['rssBytes', 'startupMs', 'errorShare'] });
    expect(choosePilot(memoryOnly, rounds)).toMatchObject({
      openSlicesPerArm: 4,
      metrics: [
        { metric: 'rssBytes', sliceSd: 0, roundSd: 0 },
        { metric: 'startupMs', sliceSd: 0, roundSd: 0 },
      ],
    });
  });
});
