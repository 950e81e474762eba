import { describe, expect, it } from 'vitest';
import type { ClaimLine } from '../../../src/model/claim.js';
import { seededRandom } from '../../../src/model/random.js';
import type { RoundValues } from '../../../src/stats/claims/line-values.js';
import { verdictOf } from '../../../src/stats/claims/verdict.js';
import { estimate } from '../../../src/stats/math/estimate.js';

const base: Omit<ClaimLine, 'promise'> = { what: 'time', value: 'some/time.us', unit: 'us', promised: '' };
const promisedFaster = (ratio: number): ClaimLine => ({ ...base, promise: { kind: 'ratio', ratio, better: 'lower' } });

/** Six rounds around a ratio, by so much to either side. */
function roundsAround(ratio: number, spread: number, before = 100): readonly RoundValues[] {
  return [-1, -0.6, -0.2, 0.2, 0.6, 1].map((side) => ({ before, after: before * ratio * (1 + side * spread) }));
}

describe('the verdict on a promise', () => {
  it.each([
    // promised to take 0.6 of the time
    { measured: 0.6, spread: 0.02, verdict: 'confirmed' },
    { measured: 0.5, spread: 0.02, verdict: 'confirmed' },
    { measured: 0.61, spread: 0.001, verdict: 'confirmed' },
    { measured: 0.75, spread: 0.02, verdict: 'smaller' },
    { measured: 0.95, spread: 0.02, verdict: 'smaller' },
    { measured: 1, spread: 0.02, verdict: 'no-effect' },
    { measured: 1, spread: 0.2, verdict: 'undecided' },
    { measured: 0.97, spread: 0.1, verdict: 'undecided' },
    { measured: 1.2, spread: 0.05, verdict: 'reversed' },
    { measured: 1.05, spread: 0.04, verdict: 'reversed' },
  ])('0.6 was promised; $measured ± $spread: $verdict', ({ measured, spread, verdict }) => {
    expect(verdictOf(roundsAround(measured, spread), promisedFaster(0.6))).toEqual({ kind: verdict });
  });

  it('of what should grow, the other way round', () => {
    const line: ClaimLine = { ...base, promise: { kind: 'ratio', ratio: 1.5, better: 'higher' } };
    expect(verdictOf(roundsAround(1.6, 0.02), line)).toEqual({ kind: 'confirmed' });
    expect(verdictOf(roundsAround(1.2, 0.02), line)).toEqual({ kind: 'smaller' });
    expect(verdictOf(roundsAround(0.7, 0.02), line)).toEqual({ kind: 'reversed' });
  });

  it.each([
    { promise: { kind: 'at-most', arm: 'after', bound: 0 }, after: [0, 0], verdict: 'confirmed' },
    { promise: { kind: 'at-most', arm: 'after', bound: 0 }, after: [0, 1], verdict: 'refuted' },
    { promise: { kind: 'at-least', arm: 'after', bound: 0.999 }, after: [0.9995, 1], verdict: 'confirmed' },
    { promise: { kind: 'at-least', arm: 'after', bound: 0.999 }, after: [0.9995, 0.99], verdict: 'refuted' },
    { promise: { kind: 'saved', least: 2000 }, after: [1050, 1050], verdict: 'confirmed' },
    { promise: { kind: 'saved', least: 2000 }, after: [2000, 2000], verdict: 'smaller' },
    { promise: { kind: 'saved', least: 2000 }, after: [3500, 3500], verdict: 'reversed' },
    { promise: { kind: 'better', better: 'lower' }, after: [3000, 3000], verdict: 'no-effect' },
    { promise: { kind: 'better', better: 'lower' }, after: [2700, 2700], verdict: 'confirmed' },
    { promise: { kind: 'better', better: 'lower' }, after: [3500, 3500], verdict: 'reversed' },
  ] as const)('$promise of $after is $verdict', ({ promise, after, verdict }) => {
    const rounds = after.map((value) => ({ before: 3050, after: value }));
    expect(verdictOf(rounds, { ...base, promise })).toEqual({ kind: verdict });
  });

  it('an absolute number of another machine is never judged, but told which way it went', () => {
    const line: ClaimLine = { ...base, promise: { kind: 'absolute', better: 'lower' } };
    const directionAt = (ratio: number, spread: number) => verdictOf(roundsAround(ratio, spread), line);
    expect(directionAt(0.5, 0.1)).toEqual({ kind: 'beside', direction: 'better' });
    expect(directionAt(1.5, 0.1)).toEqual({ kind: 'beside', direction: 'worse' });
    expect(directionAt(1, 0.01)).toEqual({ kind: 'beside', direction: 'alike' });
    expect(directionAt(1, 0.3)).toEqual({ kind: 'beside', direction: 'unclear' });
  });

  it('without a round that has both arms nothing was measured', () => {
    expect(verdictOf([], promisedFaster(0.6))).toEqual({ kind: 'not-measured' });
    expect(verdictOf([{ before: 1 }, { before: 1 }], promisedFaster(0.6))).toEqual({ kind: 'not-measured' });
    const held: ClaimLine = { ...base, promise: { kind: 'at-most', arm: 'after', bound: 0 } };
    expect(verdictOf([{ before: 1 }], held)).toEqual({ kind: 'not-measured' });
    expect(verdictOf([{ after: 0 }], held)).toEqual({ kind: 'confirmed' });
  });

  it('from something to nothing is more than any ratio, and from nothing to something the other way', () => {
    const rounds = (before: number, after: number) => [
      { before, after },
      { before, after },
    ];
    expect(verdictOf(rounds(4, 0), promisedFaster(0.1))).toEqual({ kind: 'confirmed' });
    expect(verdictOf(rounds(0, 4), promisedFaster(0.1))).toEqual({ kind: 'reversed' });
    expect(verdictOf(rounds(0, 0), promisedFaster(0.1))).toEqual({ kind: 'no-effect' });
  });

  it('what is counted may vary by how requests fall together, and needs two rounds', () => {
    const rounds = [
      { before: 5000, after: 100 },
      { before: 5000, after: 104 },
    ];
    expect(verdictOf(rounds, promisedFaster(0.02))).toEqual({ kind: 'undecided' });
    expect(verdictOf(rounds, { ...promisedFaster(0.02), counted: true })).toEqual({ kind: 'confirmed' });
  });
});

describe('an estimate of some rounds', () => {
  it('is exact of what is the same in all of them, and none of fewer than six that vary', () => {
    expect(estimate([2, 2])).toEqual({ value: 2, low: 2, high: 2 });
    expect(estimate([2])).toBeUndefined();
    expect(estimate([1, 2, 3, 4, 5])).toBeUndefined();
    // With six rounds the interval is all that was measured: 2 / 2^6 = 3.1 %.
    expect(estimate([6, 2, 3, 5, 1, 4])).toEqual({ value: 3.5, low: 1, high: 6 });
  });

  it.each([6, 8, 12])('of %i rounds holds the truth in 95 of 100 runs, and not in nearly all', (rounds) => {
    const random = seededRandom(rounds);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const runs = 4000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const found = estimate(Array.from({ length: rounds }, normal));
      if (found && found.low <= 0 && found.high >= 0) held++;
    }
    expect(held / runs).toBeGreaterThan(0.945);
    expect(held / runs).toBeLessThan(0.98);
  });
});
