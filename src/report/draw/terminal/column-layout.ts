import type { ReportRow } from '../../words/rows.js';
import { outcomeText } from '../outcome-mark.js';

/** Spaces between two columns. */
export const gap = 2;

/** Columns of the metrics table, and what does not fit and goes on a line of its own under its row. */
export interface ColumnLayout {
  readonly labelWidth: number;
  readonly valueWidth: number;
  readonly promiseWidth: number;
  /** Without it the outcome is its sign alone, and its word goes with the interval under the row. */
  readonly intervalAsColumn: boolean;
  /** What is ruled out, and the limit; without it both are words under the row. */
  readonly limitAsColumns: boolean;
  readonly promiseAsColumn: boolean;
  /** Of all columns and gaps together. */
  readonly totalWidth: number;
}

/** What a column may be wrapped down to before another one gives way, and how wide it ever gets. */
const label = { least: 18, tight: 14, most: 42 } as const;
const promise = { least: 14, most: 26 } as const;
/** Arm names may be long; they are wrapped over a column that is at least this wide. */
const widestArmHead = 10;

/** `RSS [2]`: footnotes are numbered. */
export function labelText({ label, notes }: ReportRow): string {
  return notes.length > 0 ? `${label} [${notes.join(', ')}]` : label;
}

/** Rows stand under their group's heading, and parts under their whole. */
export function indentOf({ part }: ReportRow): number {
  return part ? 4 : 2;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** Width of a column with its gap. */
function column(head: string, cells: readonly string[]): number {
  return Math.max(head.length, widest(cells)) + gap;
}

/**
 * The richest layout of these rows that fits the terminal: first the promises leave the line, then limits, then
 * intervals and outcomes.
 */
export function layOut(rows: readonly ReportRow[], armNames: readonly string[], columns: number): ColumnLayout {
  const cells = (cellOf: (row: ReportRow) => string) => rows.map(cellOf);
  const values = widest([...cells((row) => row.before), ...cells((row) => row.after)]);
  const valueWidth = Math.max(values, Math.min(widest(armNames), widestArmHead));
  const widthOf = (head: string, cellOf: (row: ReportRow) => string) => column(head, cells(cellOf));
  const always = gap + 2 * (valueWidth + gap) + widthOf('change', (row) => row.change);
  const intervals = widthOf('interval', (row) => row.interval) + widthOf('outcome', (row) => outcomeText(row.outcome));
  const limits = widthOf('rules out', (row) => row.ruledOut) + widthOf('limit', (row) => row.limit);
  const labelNatural = Math.min(label.most, widest(cells((row) => ' '.repeat(indentOf(row)) + labelText(row))));
  const promises = cells((row) => row.promise).filter((text) => text !== '');
  const promiseNatural = Math.min(promise.most, Math.max(widest(promises), 'promised'.length));
  const promiseLeast = Math.min(promise.least, promiseNatural);

  const hasLimits = rows.some((row) => row.limit !== '');
  const fits = (room: number, labelLeast: number) => room >= Math.max(label.tight, Math.min(labelLeast, labelNatural));
  const roomBeside = columns - always - intervals;
  const roomBesideLimits = hasLimits ? roomBeside - limits : roomBeside;
  const promiseAsColumn = promises.length > 0 && fits(roomBesideLimits - promiseLeast, label.least);
  const limitAsColumns = hasLimits && (promiseAsColumn || fits(roomBesideLimits, label.least));
  const intervalAsColumn = promiseAsColumn || limitAsColumns || fits(roomBeside, label.tight);
  const room = intervalAsColumn ? (limitAsColumns ? roomBesideLimits : roomBeside) : columns - always - 1 - gap;
  const labelWidth = Math.max(label.tight, Math.min(labelNatural, promiseAsColumn ? room - promiseLeast : room));
  const promiseWidth = promiseAsColumn ? Math.min(promiseNatural, room - labelWidth) : 0;
  const totalWidth = columns - room + labelWidth + promiseWidth;
  return { labelWidth, valueWidth, promiseWidth, intervalAsColumn, limitAsColumns, promiseAsColumn, totalWidth };
}
