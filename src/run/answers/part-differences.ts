import type { Answer } from '../../load/requests/command.js';
import type { AnswerPart, PartDifference } from '../../model/answers.js';
import { type JsonDifference, jsonDifferences } from './json-differences.js';
import { type Json, jsonValue } from './json-value.js';
import { bothLookLike } from './looks-like.js';

/** Values are kept this long, from shortly before the place where they begin to differ. */
const maxValueLength = 60;
const keptBefore = 20;

/** Both texts from shortly before their first difference, shortened. */
function shortened(texts: readonly [string | undefined, string | undefined]): readonly (string | undefined)[] {
  const [expected = '', got = ''] = texts;
  let same = 0;
  while (same < Math.min(expected.length, got.length) && expected[same] === got[same]) same++;
  const longest = Math.max(expected.length, got.length);
  const from = longest <= maxValueLength ? 0 : Math.max(0, same - keptBefore);
  return texts.map((text) => {
    const cut = text?.slice(from, from + maxValueLength);
    return cut && `${from > 0 ? '…' : ''}${cut}${from + maxValueLength < (text?.length ?? 0) ? '…' : ''}`;
  });
}

function difference(
  part: AnswerPart,
  texts: readonly [string | undefined, string | undefined],
  looksLike?: PartDifference['looksLike'],
): PartDifference {
  const [expected, got] = shortened(texts);
  return {
    part,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { got }),
    ...(looksLike ? { looksLike } : {}),
  };
}

function headerDifferences(expected: Answer, got: Answer): PartDifference[] {
  const names = new Set([...Object.keys(expected.headers), ...Object.keys(got.headers)]);
  return [...names].flatMap((name) => {
    const [one, other] = [expected.headers[name], got.headers[name]];
    return one === other ? [] : [difference({ kind: 'header', name }, [one, other])];
  });
}

/** The lines of a text, however they end. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function lineDifferences(expected: string, got: string): PartDifference[] {
  const [lines, others] = [linesOf(expected), linesOf(got)];
  return Array.from({ length: Math.max(lines.length, others.length) }, (_, i) => i).flatMap((i) =>
    lines[i] === others[i] ? [] : [difference({ kind: 'line', number: i + 1 }, [lines[i], others[i]])],
  );
}

function bodyDifferences(expected: Answer, got: Answer): PartDifference[] {
  if (expected.bodySha256 === got.bodySha256) return [];
  if (expected.text === undefined || got.text === undefined) return [{ part: { kind: 'body' } }];
  const [value, other] = [jsonValue(expected.text), jsonValue(got.text)];
  if (value === undefined || other === undefined) return lineDifferences(expected.text, got.text);
  return jsonDifferences(value, other).map((each) => fieldDifference(each, expected.askedAtMs, got.askedAtMs));
}

function fieldDifference({ path, expected, got }: JsonDifference, atMs: number, otherAtMs: number): PartDifference {
  const part = { kind: 'field', path } as const;
  if (Array.isArray(expected) && Array.isArray(got))
    return { part, entries: { expected: expected.length, got: got.length } };
  const jsonText = (found: Json | undefined) => (found === undefined ? undefined : JSON.stringify(found));
  return difference(part, [jsonText(expected), jsonText(got)], bothLookLike([expected, atMs], [got, otherAtMs]));
}

/**
 * In what two answers to the same request differ beside their status: headers, then the body. A JSON body is compared
 * by value, another text line by line, and what is no text, or too long, as a whole.
 */
export function partDifferences(expected: Answer, got: Answer): PartDifference[] {
  return [...headerDifferences(expected, got), ...bodyDifferences(expected, got)];
}
