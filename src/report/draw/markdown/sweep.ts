import type { SweepContents } from '../../words/sweep.js';
import { intervalBar, scaleOver } from '../interval-bar.js';
import { bold, closingBlocks, codeBlock, escapeMarkdown, markdownTable } from './text.js';

const barWidth = 50;

/** Every interval on one scale, as a block of text. */
function plot({ rows, find }: SweepContents): string {
  const scale = scaleOver(
    [...rows.flatMap(({ effect }) => (effect ? [effect.low, effect.high] : [])), find ?? 1],
    barWidth,
  );
  const width = Math.max(...rows.map(({ value }) => value.length));
  const lines = rows.map(({ value, effect }) => {
    const bar = effect ? intervalBar(effect, scale, find) : '';
    return `${value.padStart(width)}  ${bar}`.trimEnd();
  });
  return codeBlock(lines.join('\n'), 'text');
}

/** The report of a sweep as GitHub-flavoured markdown. Ends with a line break. */
export function sweepMarkdown(contents: SweepContents): string {
  const { heads, rows } = contents;
  const shown = rows.map((row) => [row.value, row.before, row.after, row.change, row.interval, row.holds]);
  const blocks = [
    `# ${escapeMarkdown(contents.title)}`,
    contents.sentences.map((sentence) => bold(escapeMarkdown(sentence))).join('\n\n'),
    markdownTable(
      heads.map(escapeMarkdown),
      ['right', 'right', 'right', 'right', 'right', 'left'],
      shown.map((cells) => cells.map(escapeMarkdown)),
    ),
    ...(rows.length === 0 ? [] : [plot(contents)]),
    contents.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n'),
    ...closingBlocks(contents),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
