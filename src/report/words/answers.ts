import { type AnswerPart, type PartDifference, type VaryingAnswer, withoutIndexes } from '../../model/answers.js';
import type { AnswerDifference } from '../../model/failure.js';
import { listed, plainText, visibleText } from './plain-text.js';

/** So many parts that vary are named for a request. */
const maxNamed = 5;

function partName(part: AnswerPart): string {
  switch (part.kind) {
    case 'field':
      return part.path === '' ? 'the body' : plainText(part.path);
    case 'line':
      return `line ${part.number}`;
    case 'header':
      return `header ${part.name}`;
    case 'body':
      return 'the body';
  }
}

/** What the config calls it; undefined for what it has no name for but "all of it". */
function variesName(part: AnswerPart): string | undefined {
  if (part.kind === 'header') return `header.${part.name}`;
  return part.kind === 'field' && part.path !== '' ? withoutIndexes(part.path) : undefined;
}

/** `['at', 'items[].price']`, or `true` where one of the parts has no name. */
function variesValue(parts: readonly AnswerPart[]): string {
  const names = [...new Set(parts.map(variesName))];
  if (names.includes(undefined)) return 'true';
  const quoted = names.map((name = '') => (/['\\]/.test(name) ? JSON.stringify(name) : `'${name}'`));
  return `[${visibleText(quoted.join(', '))}]`;
}

/** How what may differ is left out of the comparison; `value` as it stands in a config. */
export function leaveOut(value: string): string {
  return `where that is no fault: varies: ${value}`;
}

const likenesses: Readonly<Record<NonNullable<PartDifference['looksLike']>, string>> = {
  now: ', the time of the request',
  uuid: ', a UUID',
};

function valueText(part: AnswerPart, value: string | undefined): string {
  if (value === undefined) return 'none';
  return part.kind === 'field' ? visibleText(value) : `"${visibleText(value)}"`;
}

function entriesText(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** `items[3].price: 12 → 13`, `items: 5 entries → 4` */
function differenceText({ part, expected, got, entries, looksLike }: PartDifference): string {
  if (entries) return `${partName(part)}: ${entriesText(entries.expected)} → ${entries.got}`;
  const likeness = looksLike ? likenesses[looksLike] : '';
  return `${partName(part)}: ${valueText(part, expected)} → ${valueText(part, got)}${likeness}`;
}

/** The parts that differ, reference → arm, and how to leave them out: `total: 12 → 13; and 2 more (…)`. */
export function partsText({ parts, more }: Extract<AnswerDifference, { readonly kind: 'parts' }>): string {
  const told = [...parts.map(differenceText), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return `${told} (${leaveOut(more > 0 ? 'true' : variesValue(parts.map(({ part }) => part)))})`;
}

/**
 * What was left out of the comparison because it varies by itself, and how to say so beforehand: "GET /items: at and
 * requestId vary by themselves; put varies: ['at', 'requestId'] into the config".
 */
export function varyingText({ method, path, parts }: VaryingAnswer): string {
  const names = parts.slice(0, maxNamed).map(partName);
  const more = parts.length - names.length;
  const all = listed(more > 0 ? [...names, `${more} more`] : names);
  const vary = parts.length === 1 ? 'varies by itself' : 'vary by themselves';
  return plainText(`${method} ${path}: ${all} ${vary}; put varies: ${variesValue(parts)} into the config`);
}
