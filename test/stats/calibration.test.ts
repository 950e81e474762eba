import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/stats/analyse.js';
import { calibrate, noiseWarnings } from '../../src/stats/calibration.js';
import { seededRandom } from '../bench/worlds-random.js';
import { madeInvalid, madePlan, madeRecord, madeRounds, madeTrial, madeTurnSlice } from './made-record.js';

/** The same server twice, its CPU varying by `sd` from round to round; `bias` is a rig that favours a side. */
function recordOf(sd: number, bias = 1, rounds = 16) {
  const random = seededRandom(9);
  return madeRecord(
    madeRounds(rounds, () => [
      madeTrial('before'),
      madeTrial('after', {
        cpu: bias * Math.exp(sd * random.normal()),
        latency: Math.exp(sd * random.normal()),
        throughput: 1 / bias,
      }),
    ]),
  );
}

function metricIn(record: ReturnType<typeof recordOf>, wanted: string) {
  const found = calibrate(record).metrics.find(({ metric }) => metric === wanted);
  if (!found) throw new Error(`no ${wanted}`);
  return found;
}

describe('a calibration', () => {
  it('knows the noise, what it can resolve, and the look by which identical arms pass', () => {
    const calibration = calibrate(recordOf(0.03));
    const cpu = metricIn(recordOf(0.03), 'cpuPerRequestUs');
    expect(cpu.roundCount).toBe(16);
    expect(cpu.roundSd).toBeCloseTo(0.03, 1);
    // At the last look of standard, about 0.71 of the noise (test/stats/looks/planning.test.ts).
    expect(cpu.detectableEffect).toBeCloseTo(0.71 * cpu.roundSd, 2);
    expect(calibration).toMatchObject({
      schemaVersion: 4,
      profileName: 'standard',
      turnsPerRound: 40,
      roundsUsed: 16,
      biasedMetrics: [],
    });
    expect(calibration.notMeasurable).toContainEqual({
      metric: 'latencyP99Us',
      reason: { kind: 'too-few-requests', needed: 10_000, had: 800 },
    });
  });

  it.each([
    // noise of CPU per request at a limit of 3 %, the look of standard by which nine of ten identical arms pass
    [0.01, 8],
    [0.02, 8],
    [0.04, 22],
    [0.08, undefined],
  ])('at a noise of %d needs %s rounds', (sd, rounds) => {
    expect(metricIn(recordOf(sd), 'cpuPerRequestUs').roundsNeeded).toBe(rounds);
  });

  it('tells the luck of turns from that of processes', () => {
    const random = seededRandom(21);
    const noisy = (processSd: number, turnSd: number) =>
      madeRecord(
        madeRounds(200, () => {
          const luck = Math.exp(processSd * random.normal());
          const latencyOf = () => 1000 * luck * Math.exp(turnSd * random.normal());
          return [madeTrial('before'), madeTrial('after', {}, { slices: [madeTurnSlice(1, { latencyOf })] })];
        }),
      );
    const turns = metricIn(noisy(0, 0.2), 'responseTimeUs');
    expect([turns.turnSd, turns.processSd]).toEqual([expect.closeTo(0.2, 1), expect.closeTo(0, 1)]);
    // 40 turns: 0.2 / sqrt(40) = 0.032.
    expect(turns.roundSd).toBeCloseTo(0.032, 2);
    const both = metricIn(noisy(0.05, 0.2), 'responseTimeUs');
    expect([both.turnSd, both.processSd]).toEqual([expect.closeTo(0.2, 1), expect.closeTo(0.05, 2)]);
    const processes = metricIn(noisy(0.05, 0), 'responseTimeUs');
    expect([processes.turnSd, processes.processSd]).toEqual([expect.closeTo(0, 9), expect.closeTo(0.05, 2)]);
    expect(metricIn(noisy(0.05, 0.2), 'startupMs').turnSd).toBe(0);
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
    expect(warnings[1]).toMatchObject({ kind: 'noisier-than-calibrated', armName: 'after', metric: 'cpuPerRequestUs' });
  });

  it('knows what the parts of a round take, and how busy the machine was', () => {
    // Of 10 s: 40 turns of 1 ms (the made slice says 40 ms), then for each arm two batches of 200 and two slices of 500
    // ms.
    const { roundCost, foreignCpuShare } = calibrate(recordOf(0.03));
    expect(roundCost).toEqual({ fixedMs: 10_000 - 40 - 2800, turnMs: 1, otherPhasesMs: 2800 });
    expect(foreignCpuShare).toBe(0.01);
  });

  it('is plain data that survives a file', () => {
    const calibration = calibrate(recordOf(0.03));
    expect(JSON.parse(JSON.stringify({ ...calibration, databaseKind: 'embedded' }))).toEqual({
      ...calibration,
      databaseKind: 'embedded',
    });
  });
});
