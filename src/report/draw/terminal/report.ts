import { selectReport } from '../../select/contents.js';
import type { ReportInput } from '../../select/report-input.js';
import { type ArmContents, contentsOf, type ReportContents } from '../../words/contents.js';
import { wrap } from '../../words/plain-text.js';
import { outcomeMarks } from '../outcome-mark.js';
import { bullets, type Canvas, labelled, paragraph } from './blocks.js';
import { gap } from './column-layout.js';
import { drawn, frameless, metricsTable } from './metrics-table.js';

/** Narrower terminals leave the endpoints' intervals to report.md. */
const minColumnsForIntervals = 76;

function endpointsTable({ endpoints, referenceName, armName }: ArmContents, { paint, columns }: Canvas): string {
  if (endpoints.length === 0) return '';
  const withIntervals = columns >= minColumnsForIntervals;
  const ifShown = <T>(cell: T): T[] => (withIntervals ? [cell] : []);
  const table = frameless(['left', 'right', 'right', 'right', ...ifShown('right' as const), 'left', 'right']);
  const numbers = endpoints.flatMap(({ before, after }) => [before.length, after.length]);
  const valueWidth = Math.max(10, ...numbers);
  const intervals = withIntervals ? Math.max(...endpoints.map(({ interval }) => interval.length)) + gap : 0;
  const nameWidth = Math.max(12, columns - 2 * (valueWidth + gap) - intervals - 24);
  const head = (name: string) => wrap(name, valueWidth).map(paint.dim).join('\n');
  table.push([
    paint.bold('Endpoints'),
    head(referenceName),
    head(armName),
    ...['change', ...ifShown('interval'), '', 'turns'].map(paint.dim),
  ]);
  for (const { name, before, after, change, interval, changed, turns } of endpoints) {
    const mark = changed ? outcomeMarks[changed] : undefined;
    const tone = mark ? paint[mark.paint] : (text: string) => text;
    table.push([
      wrap(name, nameWidth, 2).join('\n'),
      ...[before, after, tone(change), ...ifShown(paint.dim(interval))],
      ...[mark ? tone(mark.sign) : '', paint.dim(turns)],
    ]);
  }
  return drawn(table);
}

function armBlocks(arm: ArmContents, canvas: Canvas, several: boolean): string[] {
  const { dim, bold } = canvas.paint;
  const footnotes = arm.footnotes.map(({ number, text }) => paragraph(`[${number}] ${text}`, canvas, dim, 4));
  const remarks = [...footnotes, ...(arm.notMeasured === '' ? [] : [paragraph(arm.notMeasured, canvas, dim, 4)])];
  return [
    several ? paragraph(`${arm.armName} against ${arm.referenceName}`, canvas, bold) : '',
    arm.groups.length === 0 ? '' : metricsTable(arm, canvas.paint, canvas.columns),
    remarks.join('\n'),
    endpointsTable(arm, canvas),
  ];
}

const verdictTones = { passed: 'good', regressed: 'bad', undecided: 'warn', invalid: 'bad' } as const;

/** The verdict, then what was found. */
function firstLines({ verdict, sentences }: ReportContents, canvas: Canvas): string {
  const { paint } = canvas;
  return [
    paragraph(verdict.sentence, canvas, paint[verdictTones[verdict.state]], 2),
    ...sentences.map((sentence) => paragraph(sentence, canvas, paint.bold, 2)),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

/**
 * The report for a terminal of so many columns: the verdict, what was found, the tables, and the conditions. Ends with
 * a line break.
 */
export function terminalReport(input: ReportInput, canvas: Canvas): string {
  const contents = contentsOf(selectReport(input));
  const { dim, warn } = canvas.paint;
  const blocks = [
    firstLines(contents, canvas),
    paragraph(contents.title, canvas, dim, 2),
    ...contents.arms.flatMap((arm) => armBlocks(arm, canvas, contents.arms.length > 1)),
    contents.notes.map((note) => paragraph(note, canvas, dim, 2)).join('\n'),
    contents.warnings.length === 0 ? '' : `${warn('Warnings')}\n${bullets(contents.warnings, canvas, warn)}`,
    labelled(contents.facts, canvas),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
