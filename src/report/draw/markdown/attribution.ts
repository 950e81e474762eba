import type { AttributionContents, PartCell, PartRow } from '../../words/attribution.js';
import { bold, closingBlocks, escapeMarkdown, markdownTable } from './text.js';

function cellText({ change, interval, tone }: PartCell, marks: boolean): string {
  const shown = marks && tone !== 'unclear' ? bold(escapeMarkdown(change)) : escapeMarkdown(change);
  return `${shown}<br>${escapeMarkdown(interval)}`;
}

/** The report of a run of `attribute` as GitHub-flavoured markdown. Ends with a line break. */
export function attributionMarkdown(contents: AttributionContents): string {
  const { metrics, parts, totals } = contents;
  const row = ({ name, ends, cells }: PartRow, marks: boolean) => [
    escapeMarkdown(name) + (ends === '' ? '' : `<br>${escapeMarkdown(ends)}`),
    ...cells.map((cell) => cellText(cell, marks)),
  ];
  const table = markdownTable(
    ['', ...metrics.map(escapeMarkdown)],
    ['left', ...metrics.map(() => 'right' as const)],
    [...parts.map((part) => row(part, true)), ...totals.map((total) => row({ ...total, name: total.name }, false))],
  );
  const blocks = [
    `# ${escapeMarkdown(contents.title)}`,
    contents.sentences.map((sentence) => bold(escapeMarkdown(sentence))).join('\n\n'),
    table,
    escapeMarkdown(contents.legend),
    contents.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
    ...closingBlocks(contents),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
