import { selectReport } from '../../select/contents.js';
import type { ReportInput } from '../../select/report-input.js';
import { type ArmContents, contentsOf, type ReportContents } from '../../words/contents.js';
import { headings } from '../../words/headings.js';
import type { ReportRow } from '../../words/rows.js';
import { outcomeText } from '../outcome-mark.js';
import { bold, closingBlocks, escapeMarkdown, folded, markdownTable } from './text.js';

function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${text}`).join('\n');
}

function labelCell({ label, part, notes }: ReportRow): string {
  const name = escapeMarkdown(label);
  const marks = notes.length > 0 ? ` <sup>${notes.join(', ')}</sup>` : '';
  return `${part ? '&emsp;' : ''}${name}${marks}`;
}

function outcomeCell({ outcome }: ReportRow): string {
  const text = escapeMarkdown(outcomeText(outcome));
  return outcome === 'improved' || outcome === 'regressed' || outcome === 'invalid' ? bold(text) : text;
}

type Column = readonly [head: string, align: 'left' | 'right', cell: (row: ReportRow) => string];

const limitColumns: readonly Column[] = [
  ['rules out', 'right', ({ ruledOut }) => escapeMarkdown(ruledOut)],
  ['limit', 'right', ({ limit }) => escapeMarkdown(limit)],
];
const promiseColumn: Column = ['promised', 'left', ({ promise }) => escapeMarkdown(promise)];

function metricsTable(groups: ArmContents['groups'], { referenceName, armName }: ArmContents): string {
  if (groups.length === 0) return '';
  const members = groups.flatMap(({ rows }) => rows);
  const hasLimits = members.some(({ limit }) => limit !== '');
  const hasPromises = members.some(({ promise }) => promise !== '');
  const columns: readonly Column[] = [
    ['', 'left', labelCell],
    [referenceName, 'right', ({ before }) => escapeMarkdown(before)],
    [armName, 'right', ({ after }) => escapeMarkdown(after)],
    ['change', 'right', ({ change }) => escapeMarkdown(change)],
    ['interval', 'right', ({ interval }) => escapeMarkdown(interval)],
    ['outcome', 'left', outcomeCell],
    ...(hasLimits ? limitColumns : []),
    ...(hasPromises ? [promiseColumn] : []),
  ];
  const rows = groups.flatMap(({ title, rows: inGroup }) => [
    [bold(title), ...columns.slice(1).map(() => '')],
    ...inGroup.map((row) => columns.map(([, , cell]) => cell(row))),
  ]);
  return markdownTable(
    columns.map(([head]) => escapeMarkdown(head)),
    columns.map(([, align]) => align),
    rows,
  );
}

function endpointsTable({ endpoints, referenceName, armName }: ArmContents): string {
  if (endpoints.length === 0) return '';
  return markdownTable(
    ['endpoint', referenceName, armName, 'change', 'interval', '', 'turns'].map(escapeMarkdown),
    ['left', 'right', 'right', 'right', 'right', 'left', 'right'],
    endpoints.map(({ name, before, after, change, interval, changed, turns }) => {
      const [nameCell = '', ...cells] = [name, before, after, change, interval].map(escapeMarkdown);
      const mark = changed ? bold(outcomeText(changed)) : '';
      return [changed ? bold(nameCell) : nameCell, ...cells, mark, turns];
    }),
  );
}

function armBlocks(arm: ArmContents): string[] {
  const remarks = [
    ...arm.footnotes.map(({ number, text }) => `<sup>${number}</sup> ${escapeMarkdown(text)}`),
    ...(arm.notMeasured === '' ? [] : [escapeMarkdown(arm.notMeasured)]),
  ];
  const headline = arm.groups.filter((group) => group.headline);
  const others = arm.groups.filter((group) => !group.headline);
  // Without a headline there is nothing that the others would hide.
  const isFolded = headline.length > 0 && others.length > 0;
  return [
    `## ${escapeMarkdown(`${arm.armName} against ${arm.referenceName}`)}`,
    metricsTable(isFolded ? headline : arm.groups, arm),
    endpointsTable(arm),
    isFolded ? folded(headings.otherMetrics, [metricsTable(others, arm)]) : '',
    remarks.join('<br>\n'),
  ];
}

/** The verdict in a word, then what was found, a line each. */
function firstLines({ verdict, sentences }: ReportContents): string {
  const [word, ...found] = verdict.lines;
  return [bold(word), bullets([...found, ...sentences].map(escapeMarkdown))].join('\n\n');
}

/** What sets the arms apart, and what does not. */
function settingsBlocks({ settings: { armNames, rows, alike } }: ReportContents): string[] {
  const table = markdownTable(
    ['', ...armNames].map(escapeMarkdown),
    ['left', ...armNames.map(() => 'left' as const)],
    rows.map(({ name, values }) => [name, ...values].map(escapeMarkdown)),
  );
  return [rows.length === 0 ? '' : table, escapeMarkdown(alike)];
}

/**
 * The report as GitHub-flavoured markdown, for `report.md`, a pull request or a job summary. Ends with a line break.
 */
export function markdownReport(input: ReportInput): string {
  const contents = contentsOf(selectReport(input));
  const blocks = [
    `# ${escapeMarkdown(contents.title)}`,
    firstLines(contents),
    ...contents.arms.flatMap(armBlocks),
    contents.notes.map(escapeMarkdown).join('<br>\n'),
    ...(contents.warnings.length === 0 ? [] : ['## Warnings', bullets(contents.warnings.map(escapeMarkdown))]),
    `## ${headings.differences}`,
    ...settingsBlocks(contents),
    ...closingBlocks(contents),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
