import type { ClaimRow } from '../../words/claim-rows.js';
import type { ClaimsContents } from '../../words/claims.js';
import { headings } from '../../words/headings.js';
import { wrap } from '../../words/plain-text.js';
import { nothing } from '../../words/rows.js';
import type { Paint } from '../paint.js';
import { sparkline } from '../sparkline.js';
import { bullets, type Canvas, labelled, paragraph } from './blocks.js';
import { drawn, frameless } from './metrics-table.js';

const heads = ['', 'before', 'default', 'after', 'change', 'verdict'] as const;
const minLabelWidth = 24;
const gap = 2;

function toneOf(kind: ClaimRow['kind'], paint: Paint): (text: string) => string {
  if (kind === 'confirmed') return paint.good;
  if (kind === 'reversed' || kind === 'refuted') return paint.bad;
  return kind === 'smaller' || kind === 'no-effect' ? paint.warn : paint.dim;
}

function valuesOf({ before, default: byDefault, after, change }: ClaimRow): readonly string[] {
  return [before, byDefault, after, change];
}

/** As wide as its widest cell, by column; the first takes what is left. */
function labelWidthIn(rows: readonly ClaimRow[], columns: number): number {
  const widths = heads
    .slice(1)
    .map((head, i) => Math.max(head.length, ...rows.map((row) => [...valuesOf(row), row.verdict][i]?.length ?? 0)));
  return Math.max(minLabelWidth, columns - widths.reduce((sum, width) => sum + width + gap, gap));
}

/** What the row's own line has no room for. */
function moreOf({ promised, interval, more }: ClaimRow): string {
  const parts = [`promised: ${promised}`, interval === nothing ? '' : `interval: ${interval}`, ...more];
  return parts.filter((part) => part !== '').join('; ');
}

/** All claims in one table, so that its columns line up. */
function claimsTable({ groups }: ClaimsContents, { paint, columns }: Canvas): string {
  const all = groups.flatMap(({ claims }) => claims.flatMap(({ rows }) => rows));
  const labelWidth = labelWidthIn(all, columns);
  const table = frameless(['left', 'right', 'right', 'right', 'right', 'left']);
  const across = (content: string) => table.push([{ content, colSpan: heads.length }]);
  table.push(heads.map((head) => paint.dim(head)));
  for (const group of groups) {
    across(`\n${paint.bold(group.title.toUpperCase())}`);
    for (const { title, rows } of group.claims) {
      across(
        `\n${wrap(title, columns - gap, 2)
          .map(paint.bold)
          .join('\n')}`,
      );
      for (const row of rows) {
        const label = wrap(row.what, labelWidth - 2, 2).map((line) => `  ${line}`);
        table.push([label.join('\n'), ...valuesOf(row), toneOf(row.kind, paint)(row.verdict)]);
        across(
          wrap(moreOf(row), columns - 8)
            .map((line) => paint.dim(`    → ${line}`))
            .join('\n'),
        );
      }
    }
  }
  return drawn(table);
}

/** What was watched in the course of time, a line each; nothing where nothing was. */
function seriesTable({ series }: ClaimsContents, { paint }: Canvas): string[] {
  if (series.length === 0) return [];
  const table = frameless(['left', 'left', 'left']);
  for (const { label, values, range } of series) table.push([`  ${label}`, sparkline(values), paint.dim(range)]);
  return [paint.bold(headings.series), drawn(table)];
}

/** The report of a run of claims for a terminal of so many columns. Ends with a line break. */
export function claimsTerminal(contents: ClaimsContents, canvas: Canvas): string {
  const { bold, dim } = canvas.paint;
  const blocks = [
    contents.sentences.map((sentence) => paragraph(sentence, canvas, bold, 2)).join('\n'),
    paragraph(contents.title, canvas, dim, 2),
    claimsTable(contents, canvas),
    ...seriesTable(contents, canvas),
    paragraph(contents.legend, canvas, dim, 2),
    bullets(contents.notes, canvas, (line) => line),
    labelled([...contents.facts, { label: 'Again', text: contents.commandLine }], canvas),
  ];
  return `${blocks.join('\n\n')}\n`;
}
