import { describe, expect, it } from 'vitest';
import { formatElapsed, formatTogether, formatValue } from '../../src/report/format.js';

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
