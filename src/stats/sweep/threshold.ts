import type { SweepPoint, Threshold } from '../../model/sweep.js';

/**
 * Where a change begins to hold: between the nearest two values at one of which it does and at the other does not. What
 * lies between them is unclear by itself.
 */
export function thresholdOf(points: readonly SweepPoint[]): Threshold {
  const decided = points.filter(({ holds }) => holds === 'yes' || holds === 'no');
  const turns = decided.flatMap((point, i) => {
    const next = decided[i + 1];
    return next && next.holds !== point.holds ? [[point, next] as const] : [];
  });
  const [first] = decided;
  if (!first) return { kind: 'unclear' };
  if (turns.length > 1) return { kind: 'back-and-forth' };
  const [turn] = turns;
  if (turn) {
    const [one, other] = turn;
    return one.holds === 'yes'
      ? { kind: 'between', not: other.value, holds: one.value }
      : { kind: 'between', not: one.value, holds: other.value };
  }
  if (decided.length < points.length) return { kind: 'unclear' };
  return { kind: first.holds === 'yes' ? 'everywhere' : 'nowhere' };
}
