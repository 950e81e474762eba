import { describe, expect, it } from 'vitest';
import { type MetricId, metricIds } from '../../src/model/metrics.js';
import { measurements, measureTrial } from '../../src/stats/measure.js';
import { type MeasuredTrial, madeSlice, madeStartup, madeTrial, spreadUs } from './made-record.js';

const marks = { 'modules-loaded': 150, 'database-connected': 230, 'services-ready': 260, 'routes-mounted': 300 };

function trial(given: Partial<MeasuredTrial>): MeasuredTrial {
  return madeTrial('after', {}, given);
}

/** Two open slices of different speed and size, so that an average of averages would show. */
const uneven = trial({
  startups: [{ readyMs: 400, bootMs: 40, listeningMs: 350, marksMs: marks }],
  slices: [
    madeSlice({ index: 0, responseCount: 9000, latencyUs: [[1000, 9000]], cpuUs: 900_000, gcPauseUs: 9000 }),
    madeSlice({ index: 1, responseCount: 3000, latencyUs: [[5000, 3000]], cpuUs: 600_000, gcPauseUs: 0 }),
    madeSlice({ kind: 'closed', index: 0, responseCount: 1000 }),
    madeSlice({ kind: 'closed', index: 1, responseCount: 2000 }),
    madeSlice({
      kind: 'stream',
      index: 0,
      responseCount: 10,
      receivedBytes: 5_000_000,
      firstByteUs: [
        [700, 9],
        [9000, 1],
      ],
    }),
  ],
});

describe('a trial is measured', () => {
  const expected: Readonly<Record<MetricId, number>> = {
    startupMs: 400,
    startupBootMs: 40,
    startupModulesMs: 110,
    startupDatabaseMs: 80,
    startupServicesMs: 30,
    startupRoutesMs: 40,
    startupListenMs: 50,
    startupFirstAnswerMs: 50,
    latencyMeanUs: 2000,
    latencyP50Us: 1000,
    latencyP90Us: 5000,
    latencyP95Us: 5000,
    latencyP99Us: 5000,
    throughputPerSecond: 3000,
    rssBytes: 80e6,
    peakRssBytes: 95e6,
    heapAfterGcBytes: 30e6,
    databaseQueryUs: 500,
    databaseCommandsPerRequest: 1,
    databaseConnectionsPerRequest: 0,
    // 100 and 200 in the open loop, 300 and 300 in the closed one.
    cpuPerRequestUs: 225,
    gcPausePerRequestUs: 0.75,
    eventLoopUtilization: 0.4,
    writeCallsPerRequest: 2,
    timeToFirstByteUs: 700,
    streamBytesPerSecond: 10e6,
    responseBytesPerRequest: 200,
    errorShare: 0,
  };

  it.each(metricIds)('%s', (metric) => {
    expect(measureTrial(metric, uneven)).toEqual({ state: 'value', value: expect.closeTo(expected[metric], 9) });
  });

  it('start-up as the Hodges-Lehmann estimate over its cycles', () => {
    const cycles = trial({ startups: [400, 410, 900].map((readyMs) => madeStartup(readyMs)) });
    // Pairwise means 400 405 410 650 655 900.
    expect(measureTrial('startupMs', cycles)).toEqual({ state: 'value', value: 530 });
  });
});

describe('a metric is absent, with the reason', () => {
  const noSlices = trial({ slices: [] });
  it.each<readonly [string, MetricId, MeasuredTrial, string]>([
    ['too few requests', 'latencyP99Us', trial({}), 'needs 10,000 requests a round, had 3,200'],
    ['no requests', 'latencyP50Us', noSlices, 'needs 300 requests a round, had 0'],
    ['no open slice', 'cpuPerRequestUs', noSlices, 'no open-loop slice was usable'],
    ['no open slice for a sum', 'gcPausePerRequestUs', noSlices, 'no open-loop slice was usable'],
    ['no closed slice', 'throughputPerSecond', noSlices, 'no closed-loop slice was usable'],
    ['no streaming slice', 'timeToFirstByteUs', trial({}), 'no streaming slice was usable'],
    ['no mark', 'startupModulesMs', trial({}), 'the server sets no mark modules-loaded'],
    [
      'one mark of two',
      'startupDatabaseMs',
      trial({ startups: [madeStartup(400, { 'modules-loaded': 150 })] }),
      'the server sets no mark modules-loaded or database-connected',
    ],
    [
      'a mark in one cycle only',
      'startupModulesMs',
      trial({ startups: [madeStartup(400, marks), madeStartup(400)] }),
      'the server sets no mark modules-loaded',
    ],
    ['no start-up', 'startupMs', trial({ startups: [] }), 'no start-up was timed'],
    [
      'no peak on this platform',
      'peakRssBytes',
      trial({ memory: { peakRssBytes: undefined, heapAfterGcBytes: 1 } }),
      'this platform cannot tell',
    ],
    [
      'no write calls on this platform',
      'writeCallsPerRequest',
      trial({ slices: [madeSlice({ writeCalls: undefined })] }),
      'this platform cannot count write calls',
    ],
    [
      'a database that counts nothing',
      'databaseCommandsPerRequest',
      trial({ slices: [madeSlice({ noDatabase: true })] }),
      'the database does not count this',
    ],
    [
      'no query',
      'databaseQueryUs',
      trial({ slices: [madeSlice({ databaseQueriesUs: [], databaseQueryTotalUs: 0 })] }),
      'no database query was seen',
    ],
    ['no answer', 'errorShare', noSlices, 'no request was answered'],
  ])('%s', (_, metric, given, reason) => {
    expect(measureTrial(metric, given)).toEqual({ state: 'absent', reason });
  });

  it('one request short of the minimum', () => {
    const short = trial({ slices: [madeSlice({ responseCount: 2999, latencyUs: spreadUs(1000, 2000, 2999) })] });
    expect(measureTrial('latencyP95Us', short)).toEqual({
      state: 'absent',
      reason: 'needs 3,000 requests a round, had 2,999',
    });
    expect(measureTrial('latencyP50Us', short).state).toBe('value');
  });
});

describe('start-up phases', () => {
  it('that come out negative count as a tenth of a millisecond: the clocks cannot tell', () => {
    const crossed = trial({
      startups: [{ readyMs: 399.9, bootMs: 40, listeningMs: 400, marksMs: { ...marks, 'database-connected': 149.5 } }],
    });
    expect(measureTrial('startupDatabaseMs', crossed)).toEqual({ state: 'value', value: 0.1 });
    expect(measureTrial('startupFirstAnswerMs', crossed)).toEqual({ state: 'value', value: 0.1 });
  });

  it('without any mark: listening counts from boot', () => {
    expect(measureTrial('startupListenMs', trial({ startups: [madeStartup(400)] }))).toEqual({
      state: 'value',
      value: 320,
    });
  });

  it('leave marks after listening out of the listening phase', () => {
    const late = { readyMs: 400, bootMs: 40, listeningMs: 300, marksMs: { 'routes-mounted': 250, 'warm-cache': 390 } };
    expect(measureTrial('startupListenMs', trial({ startups: [late] }))).toEqual({ state: 'value', value: 50 });
  });
});

it('every metric of the table has a measurement', () => {
  expect(Object.keys(measurements).sort()).toEqual([...metricIds].sort());
});
