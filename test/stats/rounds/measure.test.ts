import { describe, expect, it } from 'vitest';
import type { Absence } from '../../../src/model/absence.js';
import { type MetricId, metricIds, metricOf } from '../../../src/model/metrics.js';
import type { Slice } from '../../../src/model/slice.js';
import type { MeasuredTrial } from '../../../src/model/trial.js';
import { measurements, measureTrial } from '../../../src/stats/rounds/measure.js';
import { madeSlice, madeStartup, madeTrial, madeTurnSlice, spreadUs } from '../made-record.js';

const marks = { 'modules-loaded': 150, 'database-connected': 230, 'services-ready': 260, 'routes-mounted': 300 };

function trial(given: Partial<MeasuredTrial>): MeasuredTrial {
  return madeTrial('after', {}, given);
}

function measure(metric: MetricId, given: MeasuredTrial) {
  return measureTrial(metric, given, metricOf(metric));
}

/** 30 bytes to the database and 70 back for every request. */
function linked(slice: Slice): Slice {
  const { responseCount } = slice.load;
  const counts = { bytesUp: 30 * responseCount, bytesDown: 70 * responseCount };
  return { ...slice, databaseLink: { ...counts, connectionsOpened: 0, processCpuUs: 1 } };
}

/** Slices of different speed and size, so that an average of averages would show. */
const uneven = trial({
  startups: [{ readyMs: 400, bootMs: 40, listeningMs: 350, marksMs: marks }],
  slices: [
    // Turns of 1 and 4 ms by halves: their geometric mean is 2 ms.
    madeTurnSlice(1, {
      cpuUs: 40 * 250,
      latencyOf: (i) => (i < 20 ? 1000 : 4000),
      databaseQueriesUs: [[500, 80]],
      databaseQueryTotalUs: 80 * 600,
      receivedBytes: 40 * 999,
    }),
    madeSlice({ index: 0, responseCount: 9000, latencyUs: [[1000, 9000]], cpuUs: 900_000, gcPauseUs: 9000 }),
    madeSlice({
      index: 1,
      responseCount: 3000,
      latencyUs: [[5000, 3000]],
      cpuUs: 600_000,
      gcPauseUs: 3000,
      rssBytes: 90e6,
    }),
    madeSlice({ kind: 'closed', index: 0, responseCount: 1000, gcPauseUs: 0 }),
    madeSlice({ kind: 'closed', index: 1, responseCount: 2000, gcPauseUs: 3000 }),
    madeSlice({
      kind: 'stream',
      index: 0,
      responseCount: 10,
      gcPauseUs: 10,
      receivedBytes: 5_000_000,
      firstByteUs: [
        [700, 9],
        [9000, 1],
      ],
    }),
  ].map(linked),
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
    responseTimeUs: 2000,
    responseTimeP50Us: 1000,
    responseTimeP95Us: 4000,
    latencyMeanUs: 2000,
    latencyP50Us: 1000,
    latencyP90Us: 5000,
    latencyP95Us: 5000,
    latencyP99Us: 5000,
    throughputPerSecond: 3000,
    memoryInUseBytes: 40e6,
    // Five slices in which the arm is alone: 80, 90, 80, 80 and 80 MB; the median of their pairwise means.
    rssBytes: 80e6,
    peakRssBytes: 95e6,
    databaseQueryUs: 600,
    databaseCommandsPerRequest: 1,
    databaseConnectionsPerRequest: 0,
    databaseBytesPerRequest: 100,
    cpuPerRequestUs: 250,
    // 15,010 us over 15,010 requests, those of the turns not among them.
    gcPausePerRequestUs: 1,
    eventLoopUtilization: 0.4,
    writeCallsPerRequest: 2,
    timeToFirstByteUs: 700,
    streamBytesPerSecond: 10e6,
    // 15,000 requests of 200 bytes and ten of 500,000.
    responseBytesPerRequest: (15_000 * 200 + 5_000_000) / 15_010,
    errorShare: 0,
  };

  it.each(metricIds)('%s', (metric) => {
    expect(measure(metric, uneven)).toEqual({ state: 'value', value: expect.closeTo(expected[metric], 6) });
  });

  it('start-up as the Hodges-Lehmann estimate over its cycles', () => {
    const cycles = trial({ startups: [400, 410, 900].map((readyMs) => madeStartup(readyMs)) });
    // Pairwise means 400 405 410 650 655 900.
    expect(measure('startupMs', cycles)).toEqual({ state: 'value', value: 530 });
  });
});

describe('a metric is absent, with the reason', () => {
  const noSlices = trial({ slices: [] });
  const allFailed = trial({ slices: [madeTurnSlice(1, { latencyOf: () => null })] });
  it.each<readonly [string, MetricId, MeasuredTrial, Absence]>([
    ['too few requests', 'latencyP99Us', trial({}), { kind: 'too-few-requests', needed: 10_000, had: 800 }],
    ['no requests', 'latencyP50Us', noSlices, { kind: 'too-few-requests', needed: 300, had: 0 }],
    ['no turns', 'responseTimeUs', noSlices, { kind: 'no-slice', phase: 'turns' }],
    ['no turns to count CPU in', 'cpuPerRequestUs', noSlices, { kind: 'no-slice', phase: 'turns' }],
    ['turns that all failed', 'responseTimeUs', allFailed, { kind: 'no-slice', phase: 'turns' }],
    ['no slice for a sum', 'gcPausePerRequestUs', noSlices, { kind: 'no-slice', phase: 'closed' }],
    ['no closed slice', 'throughputPerSecond', noSlices, { kind: 'no-slice', phase: 'closed' }],
    ['no open slice', 'eventLoopUtilization', noSlices, { kind: 'no-slice', phase: 'open' }],
    ['no streaming slice', 'timeToFirstByteUs', trial({}), { kind: 'no-slice', phase: 'stream' }],
    ['no mark', 'startupModulesMs', trial({}), { kind: 'no-mark', marks: ['modules-loaded'] }],
    [
      'one mark of two',
      'startupDatabaseMs',
      trial({ startups: [madeStartup(400, { 'modules-loaded': 150 })] }),
      { kind: 'no-mark', marks: ['modules-loaded', 'database-connected'] },
    ],
    [
      'a mark in one cycle only',
      'startupModulesMs',
      trial({ startups: [madeStartup(400, marks), madeStartup(400)] }),
      { kind: 'no-mark', marks: ['modules-loaded'] },
    ],
    ['no start-up', 'startupMs', trial({ startups: [] }), { kind: 'no-start-up' }],
    [
      'no peak on this platform',
      'peakRssBytes',
      trial({ memory: { peakRssBytes: undefined, heapUsedBytes: 1, externalBytes: 1 } }),
      { kind: 'unknown-to-platform' },
    ],
    [
      'no writes counted',
      'writeCallsPerRequest',
      trial({ slices: [madeSlice({ outputWrites: undefined })] }),
      { kind: 'not-counted', by: 'server' },
    ],
    [
      'no link',
      'databaseBytesPerRequest',
      trial({ slices: [madeTurnSlice(1)] }),
      { kind: 'no-link', side: 'database' },
    ],
    [
      'a database that counts nothing',
      'databaseCommandsPerRequest',
      trial({ slices: [madeSlice({ noDatabase: true })] }),
      { kind: 'not-counted', by: 'database' },
    ],
    [
      'no query',
      'databaseQueryUs',
      trial({ slices: [madeTurnSlice(1, { databaseQueriesUs: [], databaseQueryTotalUs: 0 })] }),
      { kind: 'no-query' },
    ],
    ['no answer', 'errorShare', noSlices, { kind: 'no-answer' }],
  ])('%s', (_, metric, given, reason) => {
    expect(measure(metric, given)).toEqual({ state: 'absent', reason });
  });

  it('one request short of the minimum', () => {
    const short = trial({ slices: [madeSlice({ responseCount: 2999, latencyUs: spreadUs(1000, 2000, 2999) })] });
    expect(measure('latencyP95Us', short)).toEqual({
      state: 'absent',
      reason: { kind: 'too-few-requests', needed: 3000, had: 2999 },
    });
    expect(measure('latencyP50Us', short).state).toBe('value');
  });
});

describe('start-up phases', () => {
  const start = { readyMs: 400, bootMs: 40, listeningMs: 350, marksMs: marks };

  it('that two clocks cannot tell count as a tenth of a millisecond', () => {
    const crossed = { ...start, readyMs: 349.9, marksMs: { ...marks, 'database-connected': 149.5 } };
    expect(measure('startupDatabaseMs', trial({ startups: [crossed] }))).toEqual({ state: 'value', value: 0.1 });
    expect(measure('startupFirstAnswerMs', trial({ startups: [crossed] }))).toEqual({ state: 'value', value: 0.1 });
  });

  // A clock that was set while the server started: its times and the bench's have nothing to do with each other.
  it.each([
    ['an hour ahead', 3_600_000],
    ['an hour behind', -3_600_000],
    ['half a second behind', -500],
  ])('told by a clock that is %s are absent, and the start-up is not', (_, stepMs) => {
    const stepped = { ...start, bootMs: 40 + stepMs, listeningMs: 350 + stepMs };
    const given = trial({ startups: [stepped] });
    const absent = { state: 'absent', reason: { kind: 'impossible-times' } };
    expect(measure('startupBootMs', given)).toEqual(absent);
    expect(measure('startupFirstAnswerMs', given)).toEqual(absent);
    expect(measure('startupMs', given)).toEqual({ state: 'value', value: 400 });
  });

  it('that the rig found misdated are absent, with its reason', () => {
    const clockFault = { kind: 'clocks-differ' } as const;
    const untold = { readyMs: 400, bootMs: undefined, listeningMs: undefined, marksMs: {}, clockFault };
    const given = trial({ startups: [untold] });
    for (const metric of ['startupBootMs', 'startupModulesMs', 'startupListenMs', 'startupFirstAnswerMs'] as const)
      expect(measure(metric, given)).toEqual({ state: 'absent', reason: { kind: 'clock-fault', fault: clockFault } });
    expect(measure('startupMs', given)).toEqual({ state: 'value', value: 400 });
  });

  it('without any mark: listening counts from boot', () => {
    expect(measure('startupListenMs', trial({ startups: [madeStartup(400)] }))).toEqual({
      state: 'value',
      value: 320,
    });
  });

  it('leave marks after listening out of the listening phase', () => {
    const late = { readyMs: 400, bootMs: 40, listeningMs: 300, marksMs: { 'routes-mounted': 250, 'warm-cache': 390 } };
    expect(measure('startupListenMs', trial({ startups: [late] }))).toEqual({ state: 'value', value: 50 });
  });
});

it('every metric of the table has a measurement', () => {
  expect(Object.keys(measurements).sort()).toEqual([...metricIds].sort());
});
