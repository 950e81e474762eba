import type { AttributionContents, PartCell, PartRow } from '../../words/attribution.js';
import { wrap } from '../../words/plain-text.js';
import type { Paint } from '../paint.js';
import { bullets, type Canvas, labelled, paragraph } from './blocks.js';
import { drawn, frameless } from './metrics-table.js';

const headWidth = 10;
const mark = '*';

function toneOf(tone: PartCell['tone'], paint: Paint): (text: string) => string {
  if (tone === 'unclear') return paint.dim;
  return tone === 'better' ? paint.good : paint.bad;
}

function partsTable({ metrics, parts, totals }: AttributionContents, { paint }: Canvas): string {
  const table = frameless(['left', ...metrics.map(() => 'right' as const), 'left']);
  const hasEnds = parts.some(({ ends }) => ends !== '');
  const row = ({ name, ends, cells }: PartRow, marks: boolean, label = (text: string) => text) => [
    label(name),
    // The blank keeps columns of marked and of other changes in line.
    ...cells.map(({ change, tone }) => toneOf(tone, paint)(`${change}${marks && tone !== 'unclear' ? mark : ' '}`)),
    ...(hasEnds ? [paint.dim(ends)] : []),
  ];
  table.push(['', ...metrics.map((label) => wrap(label, headWidth).map(paint.dim).join('\n'))]);
  for (const part of parts) table.push(row(part, true));
  table.push(['']);
  for (const total of totals) table.push(row(total, false, paint.bold));
  return drawn(table);
}

/** The report of a run of `attribute` for a terminal of so many columns. Ends with a line break. */
export function attributionTerminal(contents: AttributionContents, canvas: Canvas): string {
  const { bold, dim } = canvas.paint;
  const blocks = [
    contents.sentences.map((sentence) => paragraph(sentence, canvas, bold, 2)).join('\n'),
    paragraph(contents.title, canvas, dim, 2),
    partsTable(contents, canvas),
    paragraph(`${mark} ${contents.legend}`, canvas, dim, 2),
    bullets(contents.notes, canvas, (line) => line),
    labelled([...contents.facts, { label: 'Again', text: contents.commandLine }], canvas),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
