import type { ArmContents, ReportContents, ReportInput } from './contents.js';
import { contentsOf } from './contents.js';
import { footnoteText } from './footnotes.js';
import { codeBlock, escapeMarkdown, markdownTable } from './markdown-text.js';
import { outcomeText } from './outcome-mark.js';
import type { ReportRow } from './rows.js';

const bold = (text: string) => `**${text}**`;

function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${text}`).join('\n');
}

function labelCell({ label, part, judged, notes }: ReportRow): string {
  const name = escapeMarkdown(label);
  const marks = notes.length > 0 ? ` <sup>${notes.join(', ')}</sup>` : '';
  return `${part ? '&emsp;' : ''}${name}${judged ? ' \\*' : ''}${marks}`;
}

function outcomeCell({ outcome }: ReportRow): string {
  const text = escapeMarkdown(outcomeText(outcome));
  return outcome === 'improved' || outcome === 'regressed' || outcome === 'invalid' ? bold(text) : text;
}

function metricsTable({ groups, referenceName, armName }: ArmContents): string {
  if (groups.length === 0) return '';
  const hasPromises = groups.some(({ rows }) => rows.some(({ promise }) => promise !== ''));
  const heads = ['', referenceName, armName, 'change', 'interval', 'outcome', ...(hasPromises ? ['promised'] : [])];
  const rows = groups.flatMap(({ title, rows: members }) => [
    [bold(title), ...heads.slice(1).map(() => '')],
    ...members.map((row) => [
      labelCell(row),
      ...[row.before, row.after, row.change, row.interval].map(escapeMarkdown),
      outcomeCell(row),
      ...(hasPromises ? [escapeMarkdown(row.promise)] : []),
    ]),
  ]);
  return markdownTable(heads.map(escapeMarkdown), ['left', 'right', 'right', 'right', 'right', 'left', 'left'], rows);
}

function endpointsTable({ endpoints, referenceName, armName }: ArmContents): string {
  if (endpoints.length === 0) return '';
  return markdownTable(
    ['endpoint, p50', referenceName, armName, 'change', 'answers'].map(escapeMarkdown),
    ['left', 'right', 'right', 'right', 'right'],
    endpoints.map(({ name, before, after, change, responses }) =>
      [name, before, after, change, responses].map(escapeMarkdown),
    ),
  );
}

function armBlocks(arm: ArmContents): string[] {
  const remarks = [
    ...arm.footnotes.map((note) => `<sup>${note.number}</sup> ${escapeMarkdown(footnoteText(note))}`),
    ...[arm.notMeasured, arm.resolution].filter((text) => text !== '').map(escapeMarkdown),
  ];
  return [
    `## ${escapeMarkdown(`${arm.armName} against ${arm.referenceName}`)}`,
    metricsTable(arm),
    remarks.join('<br>\n'),
    endpointsTable(arm),
  ];
}

function verdictBlock({ verdict }: ReportContents): string {
  const findings = verdict.findings.map(({ state, message }) => `${state}: ${escapeMarkdown(message)}`);
  return [`${bold('Verdict:')} ${escapeMarkdown(verdict.sentence)}`, bullets(findings)]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Every optimization as each arm had it; rows in which the arms differ are bold. */
function settingsTable({ settings: { armNames, rows } }: ReportContents): string {
  return markdownTable(
    ['', ...armNames].map(escapeMarkdown),
    ['left', ...armNames.map(() => 'left' as const)],
    rows.map(({ name, values, differs }) =>
      [name, ...values].map(escapeMarkdown).map((text) => (differs ? bold(text) : text)),
    ),
  );
}

/** The report as GitHub-flavoured markdown, for `report.md`, a pull request or a job summary. Ends with a line break. */
export function markdownReport(input: ReportInput): string {
  const contents = contentsOf(input);
  const facts = contents.facts.map(({ label, text }) => [label, text].map(escapeMarkdown));
  const blocks = [
    `# ${escapeMarkdown(contents.title)}`,
    contents.sentences.map((sentence) => bold(escapeMarkdown(sentence))).join('\n\n'),
    verdictBlock(contents),
    ...contents.arms.flatMap(armBlocks),
    escapeMarkdown(contents.legend),
    ...(contents.warnings.length === 0 ? [] : ['## Warnings', bullets(contents.warnings.map(escapeMarkdown))]),
    '## What was compared',
    settingsTable(contents),
    '## How it was measured',
    markdownTable(['', ''], ['left', 'left'], facts),
    '## Once more',
    'The same order, data and load again:',
    codeBlock(contents.commandLine, 'sh'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
