import {
  type CalibrationInput,
  type CalibrationRow,
  calibrationContents,
  calibrationHeads,
} from './calibration-contents.js';
import { drawn, frameless } from './metrics-table.js';
import { wrap } from './plain-text.js';
import { bullets, type Canvas, labelled, paragraph } from './terminal-blocks.js';

const leastLabelWidth = 16;
const gap = 2;

function cellsOf(
  { label, part, judged, biased, cells }: CalibrationRow,
  labelWidth: number,
  { paint }: Canvas,
): string[] {
  const indent = ' '.repeat(part ? 4 : 2);
  const tone = judged ? paint.bold : (line: string) => line;
  const lines = wrap(`${label}${judged ? ' *' : ''}`, labelWidth - indent.length, 2);
  const painted = cells.map((cell, index) => (biased && index === cells.length - 1 ? paint.bad(`${cell} !`) : cell));
  return [lines.map((line) => indent + tone(line)).join('\n'), ...painted];
}

function noiseTable(groups: ReturnType<typeof calibrationContents>['groups'], canvas: Canvas): string {
  const { paint, columns } = canvas;
  const rows = groups.flatMap((group) => group.rows);
  const widths = calibrationHeads.map((head, i) =>
    Math.max(head.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)),
  );
  const labels = Math.max(...rows.map(({ label, part, judged }) => label.length + (part ? 4 : 2) + (judged ? 2 : 0)));
  const room = columns - widths.reduce((sum, width) => sum + width + gap, gap);
  const labelWidth = Math.max(leastLabelWidth, Math.min(labels, room));
  const table = frameless(['left', ...calibrationHeads.map(() => 'right' as const)]);
  table.push(['', ...calibrationHeads.map((head) => paint.dim(head))]);
  for (const { title, rows: members } of groups) {
    table.push([{ content: paint.bold(title), colSpan: calibrationHeads.length + 1 }]);
    for (const row of members) table.push(cellsOf(row, labelWidth, canvas));
  }
  return drawn(table);
}

/** The report of a calibration for a terminal of so many columns. Ends with a line break. */
export function calibrationTerminal(input: CalibrationInput, canvas: Canvas): string {
  const contents = calibrationContents(input);
  const { bold, bad, dim } = canvas.paint;
  const tone = input.calibration.biasedMetrics.length === 0 ? bold : bad;
  const blocks = [
    contents.sentences.map((sentence) => paragraph(sentence, canvas, tone, 2)).join('\n'),
    paragraph(contents.title, canvas, dim, 2),
    noiseTable(contents.groups, canvas),
    paragraph(contents.legend, canvas, dim, 2),
    bullets(contents.notes, canvas, (line) => line),
    labelled(contents.facts, canvas),
  ];
  return `${blocks.join('\n\n')}\n`;
}
