import type { ProfileName } from '../model/plan.js';

/** The largest min(W+, W-) that rejects at each look; `undefined` at a look that cannot reject yet. */
export interface CriticalRow {
  readonly alpha: number;
  readonly critical: readonly (number | undefined)[];
}

const none = undefined;

/** The looks that the critical values belong to, by profile. */
export const scheduledLooks: Readonly<Record<ProfileName, readonly number[]>> = {
  quick: [6, 8, 10, 12],
  standard: [8, 12, 16, 22, 30],
  deep: [10, 16, 24, 34, 48],
};

/**
 * Critical values of the exact signed-rank test with alpha spent linearly in n (Lan-DeMets), two-sided, by falling
 * alpha; beside each row what it spends. Made by `test/bench/worlds-boundaries.ts`: looks up to 24 rounds by exact
 * enumeration, later ones from 24 million seeded draws of the null. The rows published in method.md came from 600,000
 * draws and differ by one rank in a few places.
 */
export const criticalValues: Readonly<Record<ProfileName, readonly CriticalRow[]>> = {
  quick: [
    { alpha: 0.1, critical: [0, 3, 8, 14] }, // spends 0.09936
    { alpha: 0.05 / 1, critical: [none, 2, 6, 11] }, // spends 0.04965
    { alpha: 0.05 / 2, critical: [none, 1, 3, 7] }, // spends 0.02358
    { alpha: 0.05 / 3, critical: [none, 0, 2, 7] }, // spends 0.01665
    { alpha: 0.05 / 4, critical: [none, 0, 1, 5] }, // spends 0.01213
    { alpha: 0.05 / 5, critical: [none, none, 2, 6] }, // spends 0.00998
    { alpha: 0.05 / 6, critical: [none, none, 2, 5] }, // spends 0.00831
    { alpha: 0.05 / 7, critical: [none, none, 2, 3] }, // spends 0.00646
    { alpha: 0.05 / 8, critical: [none, none, 1, 4] }, // spends 0.00578
    { alpha: 0.05 / 9, critical: [none, none, 1, 3] }, // spends 0.00497
    { alpha: 0.05 / 10, critical: [none, none, 1, 3] }, // spends 0.00497
    { alpha: 0.05 / 11, critical: [none, none, 0, 4] }, // spends 0.00454
    { alpha: 0.05 / 12, critical: [none, none, 0, 3] }, // spends 0.00365
    { alpha: 0.05 / 13, critical: [none, none, 0, 3] }, // spends 0.00365
    { alpha: 0.05 / 14, critical: [none, none, 0, 2] }, // spends 0.00277
    { alpha: 0.05 / 15, critical: [none, none, 0, 2] }, // spends 0.00277
    { alpha: 0.05 / 16, critical: [none, none, 0, 2] }, // spends 0.00277
    { alpha: 0.05 / 20, critical: [none, none, 0, 1] }, // spends 0.00236
  ],
  standard: [
    { alpha: 0.1, critical: [2, 10, 26, 62, 138] }, // spends 0.09890
    { alpha: 0.05 / 1, critical: [0, 8, 21, 54, 124] }, // spends 0.04947
    { alpha: 0.05 / 2, critical: [none, 7, 17, 47, 111] }, // spends 0.02463
    { alpha: 0.05 / 3, critical: [none, 5, 16, 44, 104] }, // spends 0.01640
    { alpha: 0.05 / 4, critical: [none, 5, 13, 40, 100] }, // spends 0.01234
    { alpha: 0.05 / 5, critical: [none, 4, 13, 39, 96] }, // spends 0.00988
    { alpha: 0.05 / 6, critical: [none, 3, 13, 37, 94] }, // spends 0.00828
    { alpha: 0.05 / 7, critical: [none, 3, 11, 36, 92] }, // spends 0.00706
    { alpha: 0.05 / 8, critical: [none, 3, 10, 34, 90] }, // spends 0.00617
    { alpha: 0.05 / 9, critical: [none, 2, 11, 34, 89] }, // spends 0.00551
    { alpha: 0.05 / 10, critical: [none, 2, 10, 34, 87] }, // spends 0.00499
    { alpha: 0.05 / 11, critical: [none, 2, 10, 32, 85] }, // spends 0.00448
    { alpha: 0.05 / 12, critical: [none, 2, 9, 31, 84] }, // spends 0.00405
    { alpha: 0.05 / 13, critical: [none, 2, 8, 31, 83] }, // spends 0.00379
    { alpha: 0.05 / 14, critical: [none, 1, 9, 31, 82] }, // spends 0.00347
    { alpha: 0.05 / 15, critical: [none, 1, 9, 30, 81] }, // spends 0.00328
    { alpha: 0.05 / 16, critical: [none, 1, 8, 30, 81] }, // spends 0.00311
    { alpha: 0.05 / 20, critical: [none, 1, 6, 28, 78] }, // spends 0.00248
  ],
  deep: [
    { alpha: 0.1, critical: [5, 23, 73, 176, 400] }, // spends 0.09921
    { alpha: 0.05 / 1, critical: [3, 19, 64, 159, 370] }, // spends 0.04985
    { alpha: 0.05 / 2, critical: [1, 16, 56, 145, 344] }, // spends 0.02488
    { alpha: 0.05 / 3, critical: [0, 14, 53, 137, 331] }, // spends 0.01662
    { alpha: 0.05 / 4, critical: [0, 12, 50, 132, 320] }, // spends 0.01237
    { alpha: 0.05 / 5, critical: [0, 10, 47, 128, 314] }, // spends 0.00993
    { alpha: 0.05 / 6, critical: [none, 13, 46, 125, 308] }, // spends 0.00823
    { alpha: 0.05 / 7, critical: [none, 12, 45, 123, 304] }, // spends 0.00708
    { alpha: 0.05 / 8, critical: [none, 11, 45, 121, 300] }, // spends 0.00621
    { alpha: 0.05 / 9, critical: [none, 11, 43, 119, 296] }, // spends 0.00551
    { alpha: 0.05 / 10, critical: [none, 10, 43, 118, 293] }, // spends 0.00494
    { alpha: 0.05 / 11, critical: [none, 10, 41, 116, 292] }, // spends 0.00453
    { alpha: 0.05 / 12, critical: [none, 10, 40, 114, 289] }, // spends 0.00416
    { alpha: 0.05 / 13, critical: [none, 9, 41, 113, 287] }, // spends 0.00384
    { alpha: 0.05 / 14, critical: [none, 9, 40, 112, 284] }, // spends 0.00354
    { alpha: 0.05 / 15, critical: [none, 9, 39, 110, 283] }, // spends 0.00332
    { alpha: 0.05 / 16, critical: [none, 9, 37, 110, 281] }, // spends 0.00310
    { alpha: 0.05 / 20, critical: [none, 8, 36, 107, 275] }, // spends 0.00249
  ],
};
