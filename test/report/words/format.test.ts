import { describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatChange,
  formatElapsed,
  formatInterval,
  formatPoints,
  formatShare,
  formatTogether,
  formatValue,
} from '../../../src/report/words/format.js';

describe('values side by side', () => {
  it.each([
    [[512, 353], 'ms', ['512 ms', '353 ms']],
    [[1204, 353], 'ms', ['1.20 s', '0.35 s']],
    [[0.95, 0.5], 'ms', ['950 µs', '500 µs']],
    [[1820, 1600], 'us', ['1.82 ms', '1.60 ms']],
    [[100_000, 950], 'us', ['100.00 ms', '0.95 ms']],
    [[2_500_000, 812], 'us', ['2.50 s', '812 µs']],
    [[812, 790], 'us', ['812 µs', '790 µs']],
    [[98.4 * 2 ** 20, 97.9 * 2 ** 20], 'bytes', ['98.4 MiB', '97.9 MiB']],
    [[900, 2 ** 31], 'bytes', ['900 B', '2 GiB']],
    [[1204.4, 1466.2], 'perSecond', ['1,204/s', '1,466/s']],
    [[0.0123, 0], 'share', ['1.23 %', '0 %']],
    [[1.42, 0], 'count', ['1.42', '0']],
    [[3, 12], 'count', ['3', '12']],
  ] as const)('%j of %s share their unit and decimals: %j', (values, unit, expected) => {
    expect(formatTogether(values, unit)).toEqual(expected);
  });

  it('never rounds what was measured to a zero', () => {
    expect(formatTogether([5_000_000, 3], 'us')).toEqual(['5 s', '3 µs']);
    expect(formatTogether([120, 0.0004], 'count')).toEqual(['120.000', '0.0004']);
  });

  it('leaves a lone value its own unit', () => {
    expect(formatValue(8 * 2 ** 30, 'bytes')).toBe('8 GiB');
    expect(formatValue(0, 'ms')).toBe('0 µs');
  });
});

describe('elapsed time', () => {
  it.each([
    [400, '0 s'],
    [41_200, '41 s'],
    [180_000, '3 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
  ])('%i ms is %s', (durationMs, text) => {
    expect(formatElapsed(durationMs)).toBe(text);
  });
});

describe('a change', () => {
  it.each([
    [0.69, '−31 %'],
    [1.052, '+5.2 %'],
    [1, '0 %'],
    [1.0001, '0 %'],
    [0.9999, '0 %'],
    [1.0996, '+10 %'],
    [0.01, '−99 %'],
    [0.008, '−99.2 %'],
    [0.0007, '−99.93 %'],
    [0, '−100 %'],
    [21, '+2,000 %'],
  ])('to %f times the value reads %s', (ratio, text) => {
    expect(formatChange(ratio)).toBe(text);
  });

  it.each([
    [0.88, 0.95, '−12 % … −5 %'],
    [0.979, 1.018, '−2.1 % … +1.8 %'],
    [0.81, 1.12, '−19 % … +12 %'],
    [1, 1.02, '0 % … +2.0 %'],
  ])('between %f and %f reads %s', (low, high, text) => {
    expect(formatInterval({ low, high })).toBe(text);
  });

  it.each([
    [0.69, '31 %'],
    [1.5, '50 %'],
    [0.4, '60 %'],
    [0.07, '14 times'],
    [4.2, '4.2 times'],
    [0, '100 %'],
  ])('to %f times the value is told as %s', (ratio, text) => {
    expect(formatAmount(ratio)).toBe(text);
  });

  it.each([
    [0, 0, '0 %'],
    [0, 0.012, '+1.2 pp'],
    [0.5, 0.0001, '−50 pp'],
  ])('of a share from %f to %f is told in points: %s', (before, after, text) => {
    expect(formatPoints(before, after)).toBe(text);
  });
});

it.each([
  [0.0824, '8.2 %'],
  [0.08, '8 %'],
  [0.0996, '10 %'],
  [0.1249, '12 %'],
  [0.00612, '0.61 %'],
  [1.5, '150 %'],
])('the share %d is told as %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});
