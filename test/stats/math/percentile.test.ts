import { describe, expect, it } from 'vitest';
import { histogramOf, percentileUs } from '../../../src/model/histogram.js';

describe('a percentile', () => {
  const hundred = histogramOf(Array.from({ length: 100 }, (_, i) => i + 1));

  it.each([
    [0, 1],
    [0.07, 7],
    [0.5, 50],
    [0.9, 90],
    [0.99, 99],
    [0.999, 100],
    [1, 100],
  ])('%d of 1 to 100 is %i', (share, expected) => {
    expect(percentileUs(hundred, share)).toBe(expected);
  });

  it('counts how often a value was measured', () => {
    expect(
      percentileUs(
        [
          [100, 99],
          [9000, 1],
        ],
        0.99,
      ),
    ).toBe(100);
    expect(
      percentileUs(
        [
          [100, 98],
          [9000, 2],
        ],
        0.99,
      ),
    ).toBe(9000);
  });

  it('of nothing is absent', () => {
    expect(percentileUs([], 0.5)).toBeUndefined();
  });
});
