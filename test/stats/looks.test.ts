import { describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/model/plan.js';
import { profiles } from '../../src/plan/profiles.js';
import { criticalValues, scheduledLooks } from '../../src/stats/critical-values.js';
import { criticalValue, firstRejectingLook, lookWithin, repeatedInterval } from '../../src/stats/looks.js';
import { walshAverages } from '../../src/stats/signed-rank.js';
import { drawNull } from '../bench/worlds-boundaries.js';
import { exactBoundaries } from '../bench/worlds-exact-null.js';
import { madeProfile } from './made-record.js';

const names: readonly ProfileName[] = ['quick', 'standard', 'deep'];

// Rows of method.md §5, from 600,000 draws each.
const published: readonly (readonly [ProfileName, number, readonly (number | undefined)[]])[] = [
  ['standard', 0.1, [2, 10, 26, 62, 138]],
  ['standard', 0.05, [0, 8, 21, 55, 123]],
  ['standard', 0.05 / 2, [undefined, 7, 17, 48, 111]],
  ['standard', 0.05 / 3, [undefined, 5, 16, 44, 105]],
  ['standard', 0.05 / 4, [undefined, 5, 13, 41, 99]],
  ['standard', 0.05 / 5, [undefined, 4, 13, 39, 96]],
  ['standard', 0.05 / 8, [undefined, 3, 10, 34, 89]],
  ['quick', 0.1, [0, 3, 8, 14]],
  ['quick', 0.05, [undefined, 2, 6, 11]],
  ['quick', 0.05 / 2, [undefined, 1, 3, 7]],
  ['deep', 0.1, [5, 23, 73, 176, 401]],
  ['deep', 0.05, [3, 19, 64, 159, 370]],
  ['deep', 0.05 / 4, [0, 12, 49, 133, 321]],
];

describe('the critical values', () => {
  it('belong to the looks that the profiles have', () => {
    for (const name of names) expect(profiles[name].looks).toEqual(scheduledLooks[name]);
  });

  it.each(published)(
    'of %s at alpha %d are the published ones, or one rank beside where those were drawn',
    (name, alpha, row) => {
      const own = scheduledLooks[name].map((look) => criticalValue(madeProfile(name), alpha, look));
      expect(own.map((c) => c === undefined)).toEqual(row.map((c) => c === undefined));
      for (const [k, c] of row.entries()) expect(Math.abs((own[k] ?? 0) - (c ?? 0))).toBeLessThanOrEqual(1);
    },
  );

  it.each(names)('of %s are the exact ones up to 16 rounds', (name) => {
    const looks = scheduledLooks[name].filter((look) => look <= 16);
    const most = scheduledLooks[name].at(-1) ?? 0;
    for (const { alpha, critical } of criticalValues[name]) {
      const exact = exactBoundaries(looks, most, alpha);
      expect(critical.slice(0, looks.length)).toEqual(exact.critical.map((c) => (c < 0 ? undefined : c)));
      expect(exact.spent).toBeLessThanOrEqual((alpha * (looks.at(-1) ?? 0)) / most + 1e-9);
    }
  });

  // 400,000 draws: three standard errors are at most 0.0015 at alpha 0.1 and 0.0005 at 0.0125.
  it.each(names)('of %s spend at most alpha, and nearly all of it, over all looks', (name) => {
    const draws = 400_000;
    const atLook = drawNull(scheduledLooks[name], draws, 7);
    for (const { alpha, critical } of criticalValues[name]) {
      let rejected = 0;
      for (let draw = 0; draw < draws; draw++) {
        if (critical.some((c, k) => c !== undefined && (atLook[k]?.[draw] ?? 0) <= c)) rejected++;
      }
      const tolerance = 3 * Math.sqrt(alpha / draws);
      expect(rejected / draws).toBeLessThanOrEqual(alpha + tolerance);
      // So few ranks are reached in the quick profile that its steps are coarse.
      expect(rejected / draws).toBeGreaterThan(alpha * (name === 'quick' ? 0.75 : 0.97) - tolerance);
    }
  });
});

describe('looking up a critical value', () => {
  it.each([
    ['the row of alpha itself', 0.0125, 12, 5],
    ['however 0.05 / 3 was rounded', 0.016666666, 12, 5],
    ['the next smaller alpha where there is no row', 0.049, 12, 7],
    ['a look that cannot reject yet', 0.0125, 8, undefined],
    ['no scheduled look', 0.0125, 13, undefined],
    ['an alpha below the table', 0.0001, 30, undefined],
  ] as const)('%s', (_, alpha, look, expected) => {
    expect(criticalValue(madeProfile('standard'), alpha, look)).toBe(expected);
  });

  it('knows at which look a change can first be called', () => {
    expect(firstRejectingLook(madeProfile('quick'), 0.05)).toBe(8);
    expect(firstRejectingLook(madeProfile('quick'), 0.05 / 5)).toBe(10);
    expect(firstRejectingLook({ ...madeProfile('quick'), looks: [6, 8] }, 0.05 / 5)).toBe(10);
    expect(firstRejectingLook(madeProfile('quick'), 0.0001)).toBeUndefined();
  });

  it('knows which look was reached', () => {
    const reached = [0, 7, 8, 11, 12, 99].map((count) => lookWithin(madeProfile('standard'), count));
    expect(reached).toEqual([undefined, undefined, 8, 8, 12, 30]);
  });
});

describe('the repeated interval', () => {
  const walsh = walshAverages([1, 2, 3, 4, 5, 6, 7, 8]);

  it('leaves out as many Walsh averages on either side as the critical value', () => {
    // At alpha 0.1 and 8 rounds c is 2: the third smallest and the third largest mean.
    expect(repeatedInterval(walsh, madeProfile('standard'), 0.1, 8)).toEqual({ low: 2, high: 7 });
    expect(repeatedInterval(walsh, madeProfile('standard'), 0.05, 8)).toEqual({ low: 1, high: 8 });
  });

  it('is absent where no interval can exist yet', () => {
    expect(repeatedInterval(walsh, madeProfile('standard'), 0.0125, 8)).toBeUndefined();
  });
});
