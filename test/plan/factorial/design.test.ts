import { describe, expect, it } from 'vitest';
import { mirrorPairs, mostFactors } from '../../../src/plan/factorial/design.js';

const written = (levels: readonly boolean[]) => levels.map((last) => (last ? '+' : '-')).join('');
const sign = (last: boolean | undefined) => (last ? 1 : -1);
const factorCounts = Array.from({ length: mostFactors - 1 }, (_, i) => i + 2);

describe('a design as pairs of mirror images', () => {
  it('of three factors is every setting', () => {
    expect(mirrorPairs(3).map((pair) => pair.map(written).join(' '))).toEqual([
      '--- +++',
      '+-- -++',
      '-+- +-+',
      '++- --+',
    ]);
  });

  it('of thirteen factors has 32 runs', () => {
    expect(mirrorPairs(13)).toHaveLength(16);
    expect(mirrorPairs(13)[0]?.map(written)).toEqual(['-------------', '+++++++++++++']);
  });

  it.each(factorCounts)(
    'of %d factors is of resolution IV: no main effect is aliased with another or with a pair',
    (k) => {
      const runs = mirrorPairs(k).flat();
      const factors = Array.from({ length: k }, (_, i) => i);
      const product = (run: readonly boolean[], ...of: number[]) => of.reduce((all, i) => all * sign(run[i]), 1);
      const balance = (...of: number[]) => runs.reduce((sum, run) => sum + product(run, ...of), 0);
      for (const a of factors) {
        expect(balance(a)).toBe(0);
        for (const b of factors.slice(0, a)) {
          expect(balance(a, b)).toBe(0);
          for (const c of factors.slice(0, b)) expect(balance(a, b, c)).toBe(0);
        }
      }
    },
  );

  it.each(factorCounts)('of %d factors is made of mirror images, and leaves at least one odd product over', (k) => {
    const pairs = mirrorPairs(k);
    for (const [run, mirror] of pairs) expect(mirror).toEqual(run.map((last) => !last));
    expect(pairs.length).toBeGreaterThan(k);
    // Two factors have no more than four settings: each is there twice.
    expect(new Set(pairs.flat().map(written)).size).toBe(Math.min(2 ** k, 2 * pairs.length));
  });

  it.each([1, mostFactors + 1, 2.5])('of %d factors there is none', (k) => {
    expect(() => mirrorPairs(k)).toThrow(RangeError);
  });
});
