import { median } from './signed-rank.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The Theil-Sen slope: the median of the slopes between any two points. Of five points one may be wild. NaN of fewer
 * than two points with different x. Theil 1950, Sen 1968.
 */
export function theilSen(points: readonly Point[]): number {
  const slopes = points.flatMap((later, i) =>
    points.slice(0, i).flatMap(({ x, y }) => (later.x === x ? [] : [(later.y - y) / (later.x - x)])),
  );
  return median(slopes);
}
