import { describe, expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { MetricId } from '../../src/model/metrics.js';
import { analyse } from '../../src/stats/analyse.js';
import { calibrate } from '../../src/stats/calibration.js';
import { decide } from '../../src/stats/decide.js';
import { seededRandom } from '../bench/worlds-random.js';
import { madeRecord, madeRounds, madeTrial } from './made-record.js';

// What a calibration in the record does to the analysis of the run.

/** CPU per request varies by `sd`, and is `cpu` times as much after. */
function recordOf(sd: number, cpu = 1) {
  const random = seededRandom(5);
  return madeRecord(
    madeRounds(16, () => [madeTrial('before'), madeTrial('after', { cpu: cpu * Math.exp(sd * random.normal()) })]),
  );
}

const calibration = calibrate(recordOf(0.01));

function biasedIn(...biasedMetrics: MetricId[]) {
  return { ...recordOf(0.01, 1.2), calibration: { ...calibration, biasedMetrics } };
}

const comparisonIn = (record: ReturnType<typeof biasedIn>, metric: MetricId) =>
  analyse(record).comparisons.find((each) => each.metric === metric);

describe('a run more than twice as noisy as its machine was', () => {
  it('says so in its warnings, by metric', () => {
    expect(analyse({ ...recordOf(0.05), calibration }).warnings).toEqual([
      {
        ...{ kind: 'noisier-than-calibrated', armName: 'after', metric: 'cpuPerRequestUs' },
        ...{ roundSd: expect.closeTo(0.05, 1), calibratedSd: expect.closeTo(0.01, 2) },
      },
    ]);
    expect(analyse({ ...recordOf(0.015), calibration }).warnings).toEqual([]);
    expect(analyse(recordOf(0.05)).warnings).toEqual([]);
  });
});

describe('a record with its calibration', () => {
  it('gives the same analysis again from disk', () => {
    const record = { ...recordOf(0.05), calibration: { ...calibration, biasedMetrics: ['memoryInUseBytes' as const] } };
    expect(analyse(JSON.parse(JSON.stringify(record)))).toEqual(analyse(record));
  });
});

describe('a rig that was found biased', () => {
  it('has no word on a gate metric, not even with --inconclusive=pass', () => {
    expect(comparisonIn(biasedIn(), 'cpuPerRequestUs')?.outcome).toBe('regressed');
    const record = biasedIn('cpuPerRequestUs');
    expect(comparisonIn(record, 'cpuPerRequestUs')).toMatchObject({
      outcome: 'invalid',
      reason: { kind: 'biased', metric: 'cpuPerRequestUs', calibratedAtIso: calibration.startedAtIso },
      change: undefined,
    });
    expect(judge(analyse(record), { inconclusive: 'pass' })).toMatchObject({ state: 'invalid' });
  });

  it('judges the other metrics as ever, and stops when those are decided', () => {
    const record = biasedIn('cpuPerRequestUs');
    expect(comparisonIn(record, 'startupMs')?.outcome).toBe('no difference');
    expect(decide(record)).toEqual({ state: 'stop', reason: { kind: 'all-decided' } });
    expect(decide(biasedIn())).toEqual({ state: 'stop', reason: { kind: 'regressed', metrics: ['cpuPerRequestUs'] } });
  });

  it('warns where the metric is only information', () => {
    const comparison = comparisonIn(biasedIn('peakRssBytes'), 'peakRssBytes');
    expect(comparison).toMatchObject({
      outcome: 'no difference',
      remarks: [{ kind: 'biased', metric: 'peakRssBytes', calibratedAtIso: calibration.startedAtIso }],
    });
  });
});
