import type { Answer } from '../../load/requests/command.js';
import { type AnswerPart, type VaryingAnswer, withoutIndexes } from '../../model/answers.js';
import type { RequestClass } from '../../model/scenario.js';
import { holds } from './field-path.js';
import { linesOf, partDifferences } from './part-differences.js';

/** Is a part left out of the comparison between arms? */
export type LeftOut = (part: AnswerPart) => boolean;

/** `header.location` among the fields that vary. */
const headerPrefix = 'header.';

/** What the user says of a request class, as parts. */
function declared({ varies }: Pick<RequestClass, 'varies'>): AnswerPart[] {
  if (varies === true) return [{ kind: 'body' }];
  return (varies ?? []).flatMap((path) => [
    { kind: 'field', path: withoutIndexes(path) } as const,
    ...(path.startsWith(headerPrefix)
      ? [{ kind: 'header', name: path.slice(headerPrefix.length).toLowerCase() } as const]
      : []),
  ]);
}

function isIn(part: AnswerPart, of: AnswerPart): boolean {
  if (of.kind === 'body') return part.kind !== 'header';
  if (of.kind === 'field') return part.kind === 'field' && holds(of.path, withoutIndexes(part.path));
  if (of.kind === 'line') return part.kind === 'line' && part.number === of.number;
  return part.kind === 'header' && part.name === of.name;
}

/** What is left out of a class's answers: what the user says that varies, and what was found to. */
export function leftOutOf(requestClass: Pick<RequestClass, 'varies'>, varying: readonly AnswerPart[]): LeftOut {
  const all = [...declared(requestClass), ...varying];
  return (part) => all.some((each) => isIn(part, each));
}

/** A part as it is known from one answer to the next: a field's path without indexes. */
function lasting(part: AnswerPart): AnswerPart {
  return part.kind === 'field' ? { kind: 'field', path: withoutIndexes(part.path) } : part;
}

function lineCount({ text = '' }: Answer): number {
  return linesOf(text).length;
}

/** In what two answers of one and the same server differ; where one is longer by lines, lines say nothing. */
function ownDifferences(first: Answer, later: Answer): AnswerPart[] {
  // Another status is another answer altogether: what was made the first time is there the second time.
  if (first.status !== later.status) return [];
  const parts = partDifferences(first, later).map(({ part }) => lasting(part));
  const isShifted = parts.some(({ kind }) => kind === 'line') && lineCount(first) !== lineCount(later);
  return isShifted ? [...parts.filter(({ kind }) => kind !== 'line'), { kind: 'body' }] : parts;
}

/**
 * What differs between answers of one and the same server, by request class: what the user has not said already, each
 * part once. `asked`: a server's answers, each time that it was asked for all of them.
 */
export function varyingIn(
  asked: readonly (readonly Answer[])[],
  requests: readonly RequestClass[],
): readonly VaryingAnswer[] {
  const [first = [], ...later] = asked;
  return first.flatMap((answer, i) => {
    const { className, method, path } = answer;
    const isKnown = leftOutOf(requests.find(({ name }) => name === className) ?? {}, []);
    const parts = later.flatMap((answers) => (answers[i] ? ownDifferences(answer, answers[i]) : []));
    const found = distinct(parts.filter((part) => !isKnown(part)));
    return found.length === 0 ? [] : [{ className, method, path, parts: found }];
  });
}

function distinct(parts: readonly AnswerPart[]): AnswerPart[] {
  return [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
}

/** What varies in one server or another, class by class. */
export function together(found: readonly VaryingAnswer[]): readonly VaryingAnswer[] {
  const classes = new Map<string, VaryingAnswer>();
  for (const each of found) {
    const parts = [...(classes.get(each.className)?.parts ?? []), ...each.parts];
    classes.set(each.className, { ...each, parts: distinct(parts) });
  }
  return [...classes.values()];
}
