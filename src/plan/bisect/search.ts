import type { BisectOutcome } from '../../model/bisect.js';

/** What is known of one commit, by its place in the history, the oldest first. */
export interface Tested {
  readonly index: number;
  readonly outcome: BisectOutcome;
}

/** What to do next. */
export type NextStep =
  | { readonly kind: 'test'; readonly index: number }
  | { readonly kind: 'found'; readonly index: number }
  /** The first bad commit is one of `from` to `to`, both included, and none of them is left to test. */
  | { readonly kind: 'undecided'; readonly from: number; readonly to: number };

/**
 * The next step of a binary search over `count` commits after a good one, of which the last is bad. One that was
 * skipped or stayed undecided says nothing: of those that are left, the one nearest to the middle is next, as git
 * bisect does (git-bisect(1), "bisect skip").
 */
export function nextStep(count: number, tested: readonly Tested[]): NextStep {
  const of = (outcome: BisectOutcome) => tested.filter((each) => each.outcome === outcome).map(({ index }) => index);
  const firstBad = Math.min(count - 1, ...of('bad'));
  const lastGood = Math.max(-1, ...of('good').filter((index) => index < firstBad));
  if (firstBad - lastGood === 1) return { kind: 'found', index: firstBad };
  const isTested = (index: number) => tested.some((each) => each.index === index);
  const middle = (lastGood + firstBad) / 2;
  const [nearest] = Array.from({ length: firstBad - lastGood - 1 }, (_, i) => lastGood + 1 + i)
    .filter((index) => !isTested(index))
    .toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return nearest === undefined
    ? { kind: 'undecided', from: lastGood + 1, to: firstBad }
    : { kind: 'test', index: nearest };
}

/**
 * The smallest regression that counts as bad once the whole one is known, as a share: half of it, on the log scale. A
 * step of the search asks "before or after the jump", which far fewer rounds answer than "any change at all".
 */
export function searchLimit(wholeRatio: number, asked: number): number {
  return Math.max(asked, Math.exp(Math.abs(Math.log(wholeRatio)) / 2) - 1);
}
