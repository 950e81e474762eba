import type { Answer } from '../../load/requests/command.js';
import type { AnswerDifference, WrongAnswersCause } from '../../model/failure.js';
import type { LeftOut } from './left-out.js';
import { partDifferences } from './part-differences.js';

/** So many parts are told, and how many more there are. */
const maxParts = 5;

/** In what an answer differs from the reference's, without what is left out; undefined where it does not. */
function differenceOf(expected: Answer, got: Answer, isLeftOut: LeftOut): AnswerDifference | undefined {
  if (expected.status !== got.status) return { kind: 'status', got: got.status, expected: expected.status };
  const parts = partDifferences(expected, got).filter(({ part }) => !isLeftOut(part));
  const told = parts.filter(({ part }) => part.kind !== 'body');
  if (told.length > 0)
    return { kind: 'parts', parts: told.slice(0, maxParts), more: Math.max(0, told.length - maxParts) };
  if (parts.length === 0) return undefined;
  const { bodyBytes } = got;
  if (bodyBytes === expected.bodyBytes) return { kind: 'body' };
  return { kind: 'bodyBytes', got: bodyBytes, expected: expected.bodyBytes };
}

/** The first request class that two arms answer differently. */
export function firstDifference(
  reference: readonly Answer[],
  other: readonly Answer[],
  referenceName: string,
  leftOutOfClass: (className: string) => LeftOut,
): WrongAnswersCause | undefined {
  for (const [i, expected] of reference.entries()) {
    const { className, path } = expected;
    const got = other[i];
    const difference = got ? differenceOf(expected, got, leftOutOfClass(className)) : ({ kind: 'missing' } as const);
    if (difference) return { kind: 'differs', className, path, referenceName, difference };
  }
  return undefined;
}
