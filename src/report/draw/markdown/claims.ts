import type { ClaimsContents } from '../../words/claims.js';
import { headings } from '../../words/headings.js';
import { sparkline } from '../sparkline.js';
import { bold, closingBlocks, escapeMarkdown, markdownTable } from './text.js';

const heads = ['', 'before', 'default', 'after', 'change', 'interval', 'promised', 'verdict'] as const;
const align = ['left', 'right', 'right', 'right', 'right', 'right', 'left', 'left'] as const;

/** The report of a run of claims as GitHub-flavoured markdown. Ends with a line break. */
export function claimsMarkdown(contents: ClaimsContents): string {
  const groups = contents.groups.flatMap(({ title, claims }) => [
    `## ${escapeMarkdown(title)}`,
    ...claims.flatMap(({ title: claim, rows }) => [
      `### ${escapeMarkdown(claim)}`,
      markdownTable(
        heads,
        align,
        rows.map((row) => {
          const more = row.more.map((text) => `<br>${escapeMarkdown(text)}`).join('');
          const { what, before, default: byDefault, after, change, interval, promised, verdict } = row;
          const cells = [before, byDefault, after, change, interval, promised].map(escapeMarkdown);
          return [escapeMarkdown(what) + more, ...cells, bold(escapeMarkdown(verdict))];
        }),
      ),
    ]),
  ]);
  const blocks = [
    `# ${escapeMarkdown(contents.title)}`,
    contents.sentences.map((sentence) => bold(escapeMarkdown(sentence))).join('\n\n'),
    ...groups,
    ...seriesBlocks(contents),
    escapeMarkdown(contents.legend),
    contents.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
    ...closingBlocks(contents),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function seriesBlocks({ series }: ClaimsContents): string[] {
  if (series.length === 0) return [];
  const rows = series.map(({ label, values, range }) => [label, sparkline(values), range].map(escapeMarkdown));
  return [`## ${headings.series}`, markdownTable(['', '', ''], ['left', 'left', 'left'], rows)];
}
