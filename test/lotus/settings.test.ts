import { describe, expect, it } from 'vitest';
import { optimizationIds, readOptimizations } from '../../src/lotus/optimizations.js';
import { readSettings } from '../../src/lotus/settings.js';

describe('readOptimizations', () => {
  it('sets all, then single ones', () => {
    const read = readOptimizations('before,health-cache=after');
    expect(read).toEqual({
      optimizations: { ...Object.fromEntries(optimizationIds.map((id) => [id, 'before'])), 'health-cache': 'after' },
    });
  });

  it('names every mistake, and what was meant', () => {
    expect(readOptimizations('befor,helth-cache=after,routes-lazy=now')).toEqual({
      mistakes: [
        '"befor" is not one of before, default, after',
        'no optimization is named "helth-cache"; did you mean health-cache?',
        '"now" is not one of before, default, after',
      ],
    });
  });
});

describe('readSettings', () => {
  it('tells all mistakes at once', () => {
    expect(() =>
      readSettings({ PORT: '99999', MONGODB_URI: 'http://x', LOTUS_JWT_SECRET: 'short', LOTUS_OPTIMIZATIONS: 'never' }),
    ).toThrow(/PORT[\s\S]*MONGODB_URI[\s\S]*LOTUS_JWT_SECRET[\s\S]*LOTUS_OPTIMIZATIONS/);
  });
});
