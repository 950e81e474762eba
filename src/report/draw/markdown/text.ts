import type { Fact } from '../../words/conditions.js';
import { headings } from '../../words/headings.js';

/**
 * Plain text for GitHub-flavoured markdown, in a paragraph or a table cell: nothing in it is read as HTML, a link, an
 * image, emphasis, code or a cell border. (Table cells end at a bare `|` even inside code, GFM §4.10.)
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Text as a block of code, under a fence longer than any in it. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A table; cells are markdown already. */
export function markdownTable(
  heads: readonly string[],
  align: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heads.map((_, index) => (align[index] === 'right' ? '--:' : ':--'));
  return [line(heads), line(rule), ...rows.map(line)].join('\n');
}

export function bold(text: string): string {
  return `**${text}**`;
}

/** What every report ends with: under which conditions it was measured, and how to do it again. */
export function closingBlocks(given: { readonly facts: readonly Fact[]; readonly commandLine: string }): string[] {
  const facts = given.facts.map(({ label, text }) => [label, text].map(escapeMarkdown));
  return [
    `## ${headings.conditions}`,
    markdownTable(['', ''], ['left', 'left'], facts),
    `## ${headings.reproduce}`,
    headings.sameRun,
    codeBlock(given.commandLine, 'sh'),
  ];
}

/** A block that is opened by a click. `summary` is plain text, `blocks` markdown. */
export function folded(summary: string, blocks: readonly string[]): string {
  return [`<details>\n<summary>${escapeMarkdown(summary)}</summary>`, ...blocks, '</details>'].join('\n\n');
}
