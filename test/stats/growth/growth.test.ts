import { describe, expect, it } from 'vitest';
import type { MemoryReading } from '../../../src/model/trial.js';
import { analyse } from '../../../src/stats/analyse.js';
import { theilSen } from '../../../src/stats/math/theil-sen.js';
import { madeRecord, madeRounds, madeTrial } from '../made-record.js';

/** Readings of a round, as requests and kilobytes in use. */
function readings(...points: readonly (readonly [requests: number, kilobytes: number])[]): MemoryReading[] {
  return points.map(([requestCount, kilobytes], i) => ({
    stage: i === 0 ? 'phases' : 'growth',
    requestCount,
    inUseBytes: 1000 * kilobytes,
  }));
}

const steady = readings([1500, 6600], [1800, 6500], [2100, 6503]);
const leaky = readings(
  ...([
    [1500, 8100],
    [1800, 8300],
    [2100, 8603],
    [2700, 9203],
    [3300, 9803],
    [3900, 10_403],
    [4500, 99_999],
    [5100, 11_603],
    [5700, 12_203],
  ] as const),
);
const filled = readings([1500, 8600], [1800, 8500], [2100, 8503]);

function growthOf(roundCount: number, before: readonly MemoryReading[] | undefined, after = before) {
  const rounds = madeRounds(roundCount, () => [
    madeTrial('before', {}, before ? { memoryReadings: before } : {}),
    madeTrial('after', {}, after ? { memoryReadings: after } : {}),
  ]);
  return analyse(madeRecord(rounds)).growth;
}

const kept = { value: 1000, low: 1000, high: 1000 };

describe('what the readings of a record say', () => {
  it('nothing where there are none, as in older records', () => {
    expect(growthOf(8, undefined)).toEqual([]);
  });

  it('a kilobyte of every request, with one reading wildly too high in every round', () => {
    expect(growthOf(8, steady, leaky)).toMatchObject([
      {
        ...{ armName: 'after', referenceName: 'before' },
        before: { outcome: 'steady', bytesPerRequest: { value: 10 }, requestCount: 2100, roundCount: 8 },
        after: { outcome: 'leaks', bytesPerRequest: kept, requestCount: 5700 },
      },
    ]);
  });

  it('code that was compiled in the few requests of rounds that saw no reason to watch on is no leak', () => {
    const compiles = readings([588, 39_447], [788, 39_347], [988, 39_438]);
    expect(growthOf(8, steady, compiles)).toMatchObject([
      { after: { outcome: 'steady', bytesPerRequest: { value: 455 } }, difference: { outcome: 'steady' } },
    ]);
  });

  it('a leak that both have is no difference', () => {
    expect(growthOf(8, leaky)).toMatchObject([
      { before: { outcome: 'leaks' }, after: { outcome: 'leaks' }, difference: { outcome: 'steady' } },
    ]);
  });

  it('a cache that was filled before is none of it', () => {
    expect(growthOf(8, steady, filled)).toMatchObject([
      { before: { outcome: 'steady' }, after: { outcome: 'steady' }, difference: { outcome: 'steady' } },
    ]);
  });
});

it('the Theil-Sen slope is the median of all slopes', () => {
  const points = [0, 1, 2, 3, 4].map((x) => ({ x, y: x === 3 ? 1000 : 2 * x }));
  expect(theilSen(points)).toBe(2);
  expect(theilSen(points.slice(0, 1))).toBeNaN();
});
