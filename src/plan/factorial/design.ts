/** Every factor at its first (false) or its last (true). */
export type Levels = readonly boolean[];

const basicFactors = [3, 4, 5, 6] as const;

/** The most factors that a design can have. */
export const mostFactors = 2 ** (Math.max(...basicFactors) - 1) - 1;

/**
 * The smallest fractional factorial of resolution IV with 8, 16, 32 or 64 runs, as pairs of mirror images (Box, Hunter
 * and Hunter 2005, chapter 6: a foldover). Every factor is a product of an odd number of basic ones. Three odd products
 * never cancel, so no main effect is aliased with a pair of factors; and the first pair is all-first and all-last. It
 * has one odd product more than factors at least: what the parts do not explain can be seen.
 * @throws RangeError for fewer than 2 factors or more than `mostFactors`.
 */
export function mirrorPairs(factors: number): readonly (readonly [Levels, Levels])[] {
  const basic = basicFactors.find((count) => factors < 2 ** (count - 1));
  if (!Number.isInteger(factors) || factors < 2 || basic === undefined) {
    throw new RangeError(`a design has 2 to ${mostFactors} factors, not ${factors}`);
  }
  const words = oddWords(basic).slice(0, factors);
  const levelsOf = (run: number): Levels => words.map((word) => bitsOf(run & word) % 2 === 1);
  const all = 2 ** basic - 1;
  return Array.from({ length: 2 ** (basic - 1) }, (_, run) => [levelsOf(run), levelsOf(all - run)]);
}

/** Products of basic factors as bits: single ones first, then three, then five. */
function oddWords(basic: number): number[] {
  const words = Array.from({ length: 2 ** basic }, (_, word) => word).filter((word) => bitsOf(word) % 2 === 1);
  return words.sort((a, b) => bitsOf(a) - bitsOf(b) || a - b);
}

function bitsOf(word: number): number {
  return word === 0 ? 0 : (word & 1) + bitsOf(word >>> 1);
}
