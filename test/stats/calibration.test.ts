import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/stats/analyse.js';
import { calibrate, noiseWarnings } from '../../src/stats/calibration.js';
import { predictedEffect, roundsNeeded } from '../../src/stats/planning.js';
import { seededRandom } from '../bench/worlds-random.js';
import { madeInvalid, madePlan, madeProfile, madeRecord, madeRounds, madeTrial } from './made-record.js';

/** The same server twice, its CPU varying by `sd` from round to round; `bias` is a rig that favours a side. */
function recordOf(sd: number, bias = 1, rounds = 16) {
  const random = seededRandom(9);
  return madeRecord(
    madeRounds(rounds, () => [
      madeTrial('before'),
      madeTrial('after', { cpu: bias * Math.exp(sd * random.normal()), latency: Math.exp(sd * random.normal()) }),
    ]),
  );
}

describe('a calibration', () => {
  it('knows the noise, what it can resolve, and the rounds that sameness needs', () => {
    const calibration = calibrate(recordOf(0.03));
    const cpu = calibration.metrics.find(({ metric }) => metric === 'cpuPerRequestUs');
    expect(cpu).toMatchObject({ roundCount: 16, roundsNeeded: expect.any(Number) });
    expect(cpu?.roundSd).toBeCloseTo(0.03, 1);
    expect(cpu?.sliceSd).toBeCloseTo(0, 9);
    // method.md §5: sd(d) / 1.5 with 30 rounds.
    expect(cpu?.detectableEffect).toBeCloseTo((cpu?.roundSd ?? 0) / 1.5, 3);
    expect(calibration).toMatchObject({
      schemaVersion: 2,
      profileName: 'standard',
      requestsPerRound: 3200,
      roundsUsed: 16,
      biasedMetrics: [],
    });
    expect(calibration.notMeasurable).toContainEqual({
      metric: 'latencyP99Us',
      reason: 'needs 10,000 requests a round, had 3,200',
    });
  });

  it('names the metrics in which the rig prefers a side', () => {
    expect(calibrate(recordOf(0.01, 1.05)).biasedMetrics).toEqual(['throughputPerSecond', 'cpuPerRequestUs']);
  });

  it('needs two arms and two good rounds', () => {
    const failing = madeRecord(madeRounds(4, () => [madeTrial('before'), madeInvalid('after')]));
    expect(() => calibrate(failing)).toThrow('calibration needs two arms and two good rounds, has 0 of 4');
    const plan = madePlan({ armNames: ['before', 'after', 'third'] });
    expect(() => calibrate({ ...recordOf(0.01), plan })).toThrow(RangeError);
  });

  it('warns of a run that is twice as noisy', () => {
    const calibration = calibrate(recordOf(0.01));
    expect(noiseWarnings(analyse(recordOf(0.015)), calibration)).toEqual([]);
    const warnings = noiseWarnings(analyse(recordOf(0.05)), calibration);
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toMatch(/^after: CPU per request varied by \d\.\d % between rounds; calibrated: \d.* %$/);
  });

  it('knows what slices do not lessen, how long a round takes and how busy the machine was', () => {
    const calibration = calibrate(recordOf(0.03));
    const cpu = calibration.metrics.find(({ metric }) => metric === 'cpuPerRequestUs');
    // The made slices of a round are all alike: whatever varies, varies by process.
    expect([cpu?.sliceSd, cpu?.processSd]).toEqual([expect.closeTo(0, 9), expect.closeTo(0.03, 1)]);
    expect(calibration).toMatchObject({
      roundCost: { roundMs: 10_000, openSlicesPerArm: 8, slicePairMs: 1200 },
      foreignCpuShare: 0.01,
    });
  });

  it('is plain data that survives a file', () => {
    const calibration = calibrate(recordOf(0.03));
    expect(JSON.parse(JSON.stringify({ ...calibration, databaseKind: 'embedded' }))).toEqual({
      ...calibration,
      databaseKind: 'embedded',
    });
  });
});

describe('planning', () => {
  const standard = madeProfile('standard');

  // method.md §4.8: sameness takes 8 to 10 rounds on average at noise 0.5 to 0.75 of the effect, 14 at 1, 23 at 1.5, not all by 30 at 2.
  it.each([
    [0.5, 8],
    [0.75, 8],
    [1, 16],
    [1.5, 30],
    [2, undefined],
  ])('noise of %d effects needs %s rounds', (ratio, expected) => {
    expect(roundsNeeded(ratio * Math.log1p(0.03), standard, 0.03)).toBe(expected);
  });

  it('more rounds and less noise resolve smaller changes', () => {
    const effect = (sd: number, look: number) => predictedEffect(sd, standard, 0.0125, look) ?? Number.NaN;
    expect(effect(0.03, 30)).toBeLessThan(effect(0.03, 16));
    expect(effect(0.015, 16)).toBeLessThan(effect(0.03, 16));
    expect(effect(0.03, 8)).toBeNaN();
  });
});
