import type { ArmContents, ReportContents, ReportInput } from './contents.js';
import { contentsOf } from './contents.js';
import { footnoteText } from './footnotes.js';
import { drawn, frameless, metricsTable } from './metrics-table.js';
import { wrap } from './plain-text.js';
import { bullets, type Canvas, labelled, paragraph } from './terminal-blocks.js';

function endpointsTable({ endpoints, referenceName, armName }: ArmContents, { paint, columns }: Canvas): string {
  if (endpoints.length === 0) return '';
  const table = frameless(['left', 'right', 'right', 'right', 'right']);
  const numbers = endpoints.flatMap(({ before, after }) => [before.length, after.length]);
  const valueWidth = Math.max(10, ...numbers);
  const nameWidth = Math.max(12, columns - 2 * (valueWidth + 2) - 12 - 12);
  const head = (name: string) => wrap(name, valueWidth).map(paint.dim).join('\n');
  table.push([
    paint.bold('Endpoints, p50'),
    head(referenceName),
    head(armName),
    paint.dim('change'),
    paint.dim('answers'),
  ]);
  for (const { name, before, after, change, responses } of endpoints) {
    table.push([wrap(name, nameWidth, 2).join('\n'), before, after, change, paint.dim(responses)]);
  }
  return drawn(table);
}

function armBlocks(arm: ArmContents, canvas: Canvas, several: boolean): string[] {
  const { dim, bold } = canvas.paint;
  const footnotes = arm.footnotes.map((note) => paragraph(`[${note.number}] ${footnoteText(note)}`, canvas, dim, 4));
  const remarks = [
    ...footnotes,
    ...[arm.notMeasured, arm.resolution].filter((text) => text !== '').map((text) => paragraph(text, canvas, dim, 4)),
  ];
  return [
    several ? paragraph(`${arm.armName} against ${arm.referenceName}`, canvas, bold) : '',
    arm.groups.length === 0 ? '' : metricsTable(arm, canvas.paint, canvas.columns),
    remarks.join('\n'),
    endpointsTable(arm, canvas),
  ];
}

const verdictTones = { passed: 'good', regressed: 'bad', undecided: 'warn', invalid: 'bad' } as const;

function verdictBlock({ verdict }: ReportContents, canvas: Canvas): string {
  const tone = canvas.paint[verdictTones[verdict.state]];
  const findings = verdict.findings.map(({ state, message }) =>
    bullets([message], canvas, state === 'broken' ? canvas.paint.bad : canvas.paint.warn),
  );
  return [paragraph(`Verdict: ${verdict.sentence}`, canvas, tone, 2), ...findings].join('\n');
}

/** The report for a terminal of so many columns: one sentence, the tables, the verdict, and the conditions. Ends with a line break. */
export function terminalReport(input: ReportInput, canvas: Canvas): string {
  const contents = contentsOf(input);
  const { dim, bold, warn } = canvas.paint;
  const blocks = [
    contents.sentences.map((sentence) => paragraph(sentence, canvas, bold, 2)).join('\n'),
    paragraph(contents.title, canvas, dim, 2),
    ...contents.arms.flatMap((arm) => armBlocks(arm, canvas, contents.arms.length > 1)),
    contents.legend === '' ? '' : paragraph(contents.legend, canvas, dim, 2),
    verdictBlock(contents, canvas),
    contents.warnings.length === 0 ? '' : `${warn('Warnings')}\n${bullets(contents.warnings, canvas, warn)}`,
    labelled(contents.facts, canvas),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
