import type { SweepContents } from '../../words/sweep.js';
import { intervalBar, scaleOver } from '../interval-bar.js';
import { bullets, type Canvas, labelled, paragraph } from './blocks.js';
import { drawn, frameless } from './metrics-table.js';

const barWidth = 26;

function sweepTable({ heads, rows, find }: SweepContents, { paint }: Canvas): string {
  const table = frameless(['right', 'right', 'right', 'right', 'left', 'left', 'left']);
  const scale = scaleOver(
    [...rows.flatMap(({ effect }) => (effect ? [effect.low, effect.high] : [])), find ?? 1],
    barWidth,
  );
  const [value, before, after, change, interval, holds] = heads;
  table.push([value, before, after, change, '', interval, holds].map((head) => paint.dim(head)));
  for (const row of rows) {
    const bar = row.effect ? intervalBar(row.effect, scale, find) : '';
    table.push([row.value, row.before, row.after, row.change, bar, paint.dim(row.interval), row.holds]);
  }
  return drawn(table);
}

/** The report of a sweep for a terminal of so many columns. Ends with a line break. */
export function sweepTerminal(contents: SweepContents, canvas: Canvas): string {
  const { bold, dim } = canvas.paint;
  const blocks = [
    contents.sentences.map((sentence) => paragraph(sentence, canvas, bold, 2)).join('\n'),
    paragraph(contents.title, canvas, dim, 2),
    sweepTable(contents, canvas),
    bullets(contents.notes, canvas, (line) => line),
    labelled([...contents.facts, { label: 'Again', text: contents.commandLine }], canvas),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
