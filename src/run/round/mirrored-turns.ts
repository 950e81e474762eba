/** Whose turn it is, a server's or an arm's: `index` is the pair that the turn belongs to. */
export interface Turn<Who> {
  readonly who: Who;
  readonly index: number;
}

/**
 * Forwards, then backwards, and again: A B, B A, A B, … so that a drift within the round cancels (docs/method.md §3).
 */
export function mirroredTurns<Who>(order: readonly Who[], pairCount: number): Turn<Who>[] {
  return Array.from({ length: pairCount }, (_, index) => index).flatMap((index) =>
    (index % 2 === 0 ? order : order.toReversed()).map((who) => ({ who, index })),
  );
}
