import Table from 'cli-table3';
import type { ArmContents } from '../../words/contents.js';
import { wrap } from '../../words/plain-text.js';
import { limitText, nothing, type ReportRow } from '../../words/rows.js';
import { outcomeMarks, outcomeText } from '../outcome-mark.js';
import type { Paint } from '../paint.js';
import { type ColumnLayout, gap, indentOf, labelText, layOut } from './column-layout.js';

type Cell = string | { content: string; colSpan?: number };

/** No frame: white space is quieter, and copies well. cli-table3's own colours are off; paint is the caller's. */
export function frameless(colAligns: readonly ('left' | 'right')[]) {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', left: '', right: '', middle: '' } as const;
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' } as const;
  const mid = { mid: '', 'mid-mid': '', 'left-mid': '', 'right-mid': '' } as const;
  return new Table({
    chars: { ...none, ...bottom, ...mid },
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
    colAligns: [...colAligns],
  });
}

/** The table as text, without the blanks that cli-table3 pads lines with. */
export function drawn(table: { toString(): string }): string {
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function wrapped(text: string, width: number, indent: number, paint: (line: string) => string): string {
  return text === '' ? '' : wrap(text, width, indent).map(paint).join('\n');
}

function rowCells(row: ReportRow, layout: ColumnLayout, paint: Paint): Cell[] {
  const tone = paint[outcomeMarks[row.outcome].paint];
  const moved = row.outcome === 'improved' || row.outcome === 'regressed';
  const labelPaint = row.judged ? paint.bold : (line: string) => line;
  const indent = ' '.repeat(indentOf(row));
  return [
    wrapped(labelText(row), layout.labelWidth - indent.length, 2, (line) => indent + labelPaint(line)),
    row.before,
    row.after,
    moved ? tone(row.change) : row.change,
    ...(layout.intervalAsColumn ? [paint.dim(row.interval)] : []),
    tone(layout.intervalAsColumn ? outcomeText(row.outcome) : outcomeMarks[row.outcome].sign),
    ...(layout.limitAsColumns ? [row.ruledOut, row.limit === '' ? '' : paint.dim(row.limit)] : []),
    ...(layout.promiseAsColumn ? [wrapped(row.promise, layout.promiseWidth, 0, paint.dim)] : []),
  ];
}

/** What had no room on the row's own line. */
function secondLine(row: ReportRow, layout: ColumnLayout): string {
  const { intervalAsColumn, limitAsColumns, promiseAsColumn } = layout;
  const interval = intervalAsColumn || row.interval === nothing ? '' : row.interval;
  const limit = limitAsColumns ? '' : limitText(row);
  const promise = promiseAsColumn || row.promise === '' ? '' : `promised: ${row.promise}`;
  return [intervalAsColumn ? '' : row.outcome, interval, limit, promise].filter((part) => part !== '').join('; ');
}

/** The metrics of one arm beside the reference, at most `columns` wide; groups have a heading line. */
export function metricsTable(arm: ArmContents, paint: Paint, columns: number): string {
  const rows = arm.groups.flatMap((group) => group.rows);
  const layout = layOut(rows, [arm.referenceName, arm.armName], columns);
  const { intervalAsColumn, limitAsColumns, promiseAsColumn } = layout;
  const head = (text: string, width: number) => wrapped(text, width, 0, paint.dim);
  const heads = [
    '',
    head(arm.referenceName, layout.valueWidth),
    head(arm.armName, layout.valueWidth),
    paint.dim('change'),
    ...(intervalAsColumn ? [paint.dim('interval')] : []),
    intervalAsColumn ? paint.dim('outcome') : '',
    ...(limitAsColumns ? [paint.dim('rules out'), paint.dim('limit')] : []),
    ...(promiseAsColumn ? [paint.dim('promised')] : []),
  ];
  const table = frameless([
    'left',
    'right',
    'right',
    'right',
    ...(intervalAsColumn ? ['right' as const] : []),
    'left',
    ...(limitAsColumns ? ['right' as const, 'right' as const] : []),
    'left',
  ]);
  table.push(heads);
  for (const { title, rows: members } of arm.groups) {
    table.push([{ content: paint.bold(title), colSpan: heads.length }]);
    for (const row of members) {
      table.push(rowCells(row, layout, paint));
      const more = secondLine(row, layout);
      if (more !== '') {
        const lines = wrap(more, layout.totalWidth - 6).map((line) => paint.dim(`    → ${line}`));
        table.push([{ content: lines.join('\n'), colSpan: heads.length }]);
      }
    }
  }
  return drawn(table);
}
