import { median } from './signed-rank.js';

/** The sample standard deviation; 0 of fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Turns a median of |x - y| into a standard deviation, for normal noise (Shamos 1976). */
const perMedianDifference = 1.0483;

/**
 * A standard deviation that a few wild values do not enlarge: what the noise may come down to in the rounds to come.
 * Never more than the plain one. 0 of fewer than two values.
 */
export function calmSd(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const differences = values.flatMap((value, i) => values.slice(0, i).map((other) => Math.abs(value - other)));
  return Math.min(standardDeviation(values), perMedianDifference * median(differences));
}
