import { selectCalibration } from '../../select/calibration.js';
import type { CalibrationInput } from '../../select/report-input.js';
import {
  type CalibrationContents,
  type CalibrationRow,
  calibrationContents,
  calibrationHeads,
} from '../../words/calibration.js';
import { wrap } from '../../words/plain-text.js';
import { bullets, type Canvas, labelled, paragraph } from './blocks.js';
import { drawn, frameless } from './metrics-table.js';

const minLabelWidth = 12;
const gap = 2;
/** The columns that are left to report.md on a narrow terminal: where the noise comes from. */
const optionalColumns: readonly string[] = ['turn', 'process'];

type Head = (typeof calibrationHeads)[number];

interface Layout {
  readonly heads: readonly Head[];
  readonly labelWidth: number;
}

function layOut(rows: readonly CalibrationRow[], columns: number): Layout {
  const widthOf = (head: Head) => Math.max(head.length, ...rows.map(({ cells }) => cells[head].length));
  const roomBeside = (heads: readonly Head[]) => columns - heads.reduce((sum, head) => sum + widthOf(head) + gap, gap);
  const all = roomBeside(calibrationHeads) >= minLabelWidth;
  const heads = calibrationHeads.filter((head) => all || !optionalColumns.includes(head));
  return { heads, labelWidth: Math.max(minLabelWidth, roomBeside(heads)) };
}

function drawnRow({ label, part, judged, biased, cells }: CalibrationRow, layout: Layout, { paint }: Canvas): string[] {
  const indent = ' '.repeat(part ? 4 : 2);
  const tone = judged ? paint.bold : (line: string) => line;
  const lines = wrap(`${label}${judged ? ' *' : ''}`, layout.labelWidth - indent.length, 2);
  return [
    lines.map((line) => indent + tone(line)).join('\n'),
    ...layout.heads.map((head) => (biased && head === 'bias p-value' ? paint.bad(cells[head]) : cells[head])),
  ];
}

function noiseTable({ groups }: CalibrationContents, canvas: Canvas): string {
  const { paint, columns } = canvas;
  const layout = layOut(
    groups.flatMap(({ rows }) => rows),
    columns,
  );
  const table = frameless(['left', ...layout.heads.map(() => 'right' as const)]);
  table.push(['', ...layout.heads.map((head) => paint.dim(head))]);
  for (const { title, rows } of groups) {
    table.push([{ content: paint.bold(title), colSpan: layout.heads.length + 1 }]);
    for (const row of rows) table.push(drawnRow(row, layout, canvas));
  }
  return drawn(table);
}

/** The report of a calibration for a terminal of so many columns. Ends with a line break. */
export function calibrationTerminal(input: CalibrationInput, canvas: Canvas): string {
  const contents = calibrationContents(selectCalibration(input));
  const { bold, bad, dim } = canvas.paint;
  const tone = input.calibration.biasedMetrics.length === 0 ? bold : bad;
  const blocks = [
    contents.sentences.map((sentence) => paragraph(sentence, canvas, tone, 2)).join('\n'),
    paragraph(contents.title, canvas, dim, 2),
    noiseTable(contents, canvas),
    paragraph(contents.legend, canvas, dim, 2),
    bullets(contents.notes, canvas, (line) => line),
    labelled(contents.facts, canvas),
  ];
  return `${blocks.join('\n\n')}\n`;
}
