import { describe, expect, it } from 'vitest';
import type { BisectOutcome } from '../../../src/model/bisect.js';
import { nextStep, searchLimit, type Tested } from '../../../src/plan/bisect/search.js';

/** Searches a history in which `outcomes[i]` is what a test of commit i finds; the last is known to be bad. */
function search(outcomes: readonly BisectOutcome[]) {
  const tested: Tested[] = [];
  for (;;) {
    const step = nextStep(outcomes.length, tested);
    if (step.kind !== 'test') return { end: step, asked: tested.map(({ index }) => index) };
    expect(tested.map(({ index }) => index)).not.toContain(step.index);
    tested.push({ index: step.index, outcome: outcomes[step.index] ?? 'skipped' });
  }
}

const letters = { g: 'good', b: 'bad', s: 'skipped', u: 'undecided' } as const;
const world = (text: string) => [...text].map((letter) => letters[letter as keyof typeof letters]);

describe('the first bad commit', () => {
  it.each([
    ['ggggggbb', { kind: 'found', index: 6 }],
    ['bbbbbbbb', { kind: 'found', index: 0 }],
    ['gggggggb', { kind: 'found', index: 7 }],
    ['b', { kind: 'found', index: 0 }],
    // One that does not build is passed over where its neighbours tell.
    ['gggsgbbb', { kind: 'found', index: 5 }],
    ['ggsbbbbb', { kind: 'undecided', from: 2, to: 3 }],
    ['gugssbbb', { kind: 'undecided', from: 3, to: 5 }],
    ['sssssssb', { kind: 'undecided', from: 0, to: 7 }],
    ['uuuubbbb', { kind: 'undecided', from: 0, to: 4 }],
  ])('%s', (text, wanted) => {
    expect(search(world(text)).end).toEqual(wanted);
  });

  it('of 1,000 commits takes at most ten tests, wherever it is', () => {
    const count = 1000;
    const most = Array.from({ length: count }, (_, first) => {
      const outcomes = Array.from({ length: count }, (_, i) => (i < first ? 'good' : 'bad') as BisectOutcome);
      const { end, asked } = search(outcomes);
      expect(end).toEqual({ kind: 'found', index: first });
      return asked.length;
    });
    expect(Math.max(...most)).toBe(10);
  });
});

it('half of the whole regression is bad, and never less than what was asked for', () => {
  expect(searchLimit(1.21, 0.05)).toBeCloseTo(0.1);
  expect(searchLimit(1 / 1.21, 0.05)).toBeCloseTo(0.1);
  expect(searchLimit(1.06, 0.05)).toBe(0.05);
});
