/** Who is up when: `index` is the pair that the turn belongs to. */
export interface Turn {
  readonly armName: string;
  readonly index: number;
}

/** Forwards, then backwards, and again: A B, B A, A B, … so that a drift within the round cancels (docs/method.md §3). */
export function mirroredTurns(armOrder: readonly string[], pairCount: number): Turn[] {
  return Array.from({ length: pairCount }, (_, index) => index).flatMap((index) =>
    (index % 2 === 0 ? armOrder : armOrder.toReversed()).map((armName) => ({ armName, index })),
  );
}
