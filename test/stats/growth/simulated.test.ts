import { describe, expect, it } from 'vitest';
import type { Growth } from '../../../src/model/analysis.js';
import type { MemoryReading } from '../../../src/model/trial.js';
import { growthParts, isSuspect } from '../../../src/run/round/memory-growth.js';
import { judgeGrowth } from '../../../src/stats/growth/judge-growth.js';
import { growthBetween, roundGrowth } from '../../../src/stats/growth/round-growth.js';
import { type Random, seededRandom } from '../../bench/worlds-random.js';

// Readings as those of real servers (node:http, Express; profile quick): code that is compiled grows by 500 KB, the
// collection takes 150 KB of it, which come back over 1,500 requests; 8 KB of noise, and one reading in fifteen too
// high by up to 250 KB. Sizes in bytes, times in requests.

const runs = 400;
const rounds = 6;
const spike = 2e6;

/** What a server keeps of its first `requests` requests. */
type Keeps = (requests: number, random: Random) => number;

interface World {
  readonly batch: number;
  readonly spikes: boolean;
}

/** Places of the readings of a round, in batches of the closed loop. */
function placesOf(batch: number): number[] {
  const parts = growthParts(batch);
  if (!parts) throw new RangeError(`nobody looks with batches of ${batch}`);
  const [first, further] = [parts.first.requestCount / batch, parts.further.requestCount / batch];
  return [...[0, 1, 2].map((n) => 5 + n * first), ...[1, 2, 3, 4, 5, 6].map((n) => 5 + 2 * first + n * further)];
}
const readingCount = 9;
const shortRound = 3;

function readingsOf(keeps: (requests: number) => number, { batch }: World, random: Random, spikeAt?: number) {
  return placesOf(batch).map((place, i): MemoryReading => {
    const requestCount = 4 + place * batch;
    const compiled = i === 0 ? 500e3 : 350e3 + 150e3 * (1 - Math.exp((5 - place) * (batch / 1500)));
    const wild = random.uniform() < 1 / 15 ? 250e3 * random.uniform() : 0;
    const noise = 8e3 * random.normal() + wild + (i === spikeAt ? spike : 0);
    const inUseBytes = 6e6 + compiled + keeps(requestCount) + noise;
    return { stage: i === 0 ? 'phases' : 'growth', requestCount, inUseBytes };
  });
}

type Outcomes = Record<Growth['outcome'], number>;

/** Shares of the runs in percent: what is said of the arm alone, and of its difference to one that keeps nothing. */
function outcomes(makeKeeps: (random: Random) => Keeps, world: World): { arm: Outcomes; difference: Outcomes } {
  const random = seededRandom(7);
  const none = (): Outcomes => ({ leaks: 0, fills: 0, steady: 0, undecided: 0 });
  const [arm, difference] = [none(), none()];
  for (let run = 0; run < runs; run++) {
    const keeps = makeKeeps(random);
    const wildRound = world.spikes ? Math.floor(rounds * random.uniform()) : -1;
    const wildReading = Math.floor(readingCount * random.uniform());
    const pairs = Array.from({ length: rounds }, (_, round) => {
      const pair = [
        readingsOf(() => 0, world, random),
        readingsOf((requests) => keeps(requests, random), world, random, round === wildRound ? wildReading : undefined),
      ];
      const isLong = pair.some((readings) => isSuspect(readings.slice(0, shortRound)));
      return pair.map((readings) => roundGrowth({ memoryReadings: isLong ? readings : readings.slice(0, shortRound) }));
    });
    const both = pairs.flatMap(([a, b]) => (a && b ? [{ b, difference: growthBetween(a, b) }] : []));
    arm[judgeGrowth(both.map(({ b }) => b)).outcome] += 100 / runs;
    difference[judgeGrowth(both.map((each) => each.difference)).outcome] += 100 / runs;
  }
  return { arm, difference };
}

const worlds: readonly World[] = [100, 250, 1000].flatMap((batch) =>
  [false, true].map((spikes) => ({ batch, spikes })),
);
const nothing = () => () => 0;
const leak = (bytes: number) => () => (requests: number) => bytes * requests;
/** Entries of 1 KB, a new one of every request until it is full: after 0.5 to 15 of the 19 batches. */
const cache =
  ({ batch }: World) =>
  (random: Random): Keeps => {
    const entries = batch * (0.5 + 14.5 * random.uniform());
    return (requests) => 1024 * Math.min(requests, entries);
  };
/** Entries of 1 KB for keys that are asked for at random. */
const cacheOfKeys =
  ({ batch }: World) =>
  (random: Random): Keeps => {
    const keys = batch * (0.5 + 7.5 * random.uniform());
    return (requests) => 1024 * keys * (1 - Math.exp(-requests / keys));
  };

describe.each(worlds)('batches of $batch requests, a spike of 2 MB in a round: $spikes', (world) => {
  it('finds 1 KB a request, in the arm and in the difference', () => {
    const { arm, difference } = outcomes(leak(1024), world);
    if (process.env.SHOW) console.log('leak 1024', world, arm, difference);
    expect(Math.min(arm.leaks, difference.leaks)).toBeGreaterThan(95);
  });

  it.each([
    ['keeps nothing', nothing],
    ['fills a cache and stops', cache(world)],
    ['fills a cache ever more slowly', cacheOfKeys(world)],
  ])('does not accuse a server that %s', (name, keeps) => {
    const { arm, difference } = outcomes(keeps, world);
    if (process.env.SHOW) console.log(name, world, arm, difference);
    expect(Math.max(arm.leaks, difference.leaks)).toBeLessThanOrEqual(5);
  });
});
