import type { Effect } from '../../model/claims-record.js';
import { studentCritical, studentP } from '../math/student.js';

/** Values by repetition and cell, all logarithms. */
export type Cells = readonly (readonly number[])[];

/** Noise as the repetitions of the cells show it: pure error (Box, Hunter and Hunter 2005, 5.6). */
export interface Noise {
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** An estimate with its standard error. */
export interface Contrast {
  readonly value: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of each cell over the repetitions. */
function cellMeans(cells: Cells): number[] {
  return (cells[0] ?? []).map((_, cell) => mean(cells.map((repetition) => repetition[cell] ?? Number.NaN)));
}

/**
 * How much the same cell differs between repetitions. `drifts`: what a whole repetition has in common is not noise, as
 * no contrast whose coefficients sum to nothing sees it.
 */
export function pureError(cells: Cells, { drifts }: { readonly drifts: boolean }): Noise {
  const means = cellMeans(cells);
  const grand = mean(means);
  const sumOfSquares = cells
    .flatMap((repetition) => {
      const shift = drifts ? mean(repetition) - grand : 0;
      return repetition.map((value, cell) => (value - (means[cell] ?? Number.NaN) - shift) ** 2);
    })
    .reduce((sum, square) => sum + square, 0);
  const degreesOfFreedom = (drifts ? means.length - 1 : means.length) * (cells.length - 1);
  return { variance: sumOfSquares / degreesOfFreedom, degreesOfFreedom };
}

/** The sum of the cells' means, each times its coefficient. */
export function contrast(
  cells: Cells,
  { variance, degreesOfFreedom }: Noise,
  coefficients: readonly number[],
): Contrast {
  const value = cellMeans(cells).reduce((sum, cell, i) => sum + cell * (coefficients[i] ?? 0), 0);
  const squares = coefficients.reduce((sum, coefficient) => sum + coefficient ** 2, 0);
  return { value, standardError: Math.sqrt((variance * squares) / cells.length), degreesOfFreedom };
}

/** A contrast of logarithms as a ratio with its 95 % interval by Student's t. */
export function effectOf({ value, standardError, degreesOfFreedom }: Contrast): Effect {
  const margin = studentCritical(0.05, degreesOfFreedom) * standardError;
  return { ratio: Math.exp(value), low: Math.exp(value - margin), high: Math.exp(value + margin) };
}

/** Which of several contrasts stand out, with a chance of 5 % that any does of which all are nothing (Holm 1979). */
export function standingOut(contrasts: readonly Contrast[]): boolean[] {
  const ps = contrasts.map(({ value, standardError, degreesOfFreedom }) =>
    standardError === 0 ? Number(value === 0) : studentP(value / standardError, degreesOfFreedom),
  );
  const ascending = [...ps.keys()].sort((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
  const failed = ascending.findIndex((at, rank) => (ps[at] ?? 1) > 0.05 / (ps.length - rank));
  const kept = new Set(failed < 0 ? ascending : ascending.slice(0, failed));
  return ps.map((_, i) => kept.has(i));
}
