import { createHash } from 'node:crypto';
import type { Answer } from '../../load/requests/command.js';
import type { WrongAnswersCause } from '../../model/failure.js';
import type { RunningServer } from '../../rig/server/server.js';
import { ArmFailure, asArmFailure } from './arm-failure.js';
import type { RunContext } from './context.js';
import { targetOf } from './slice.js';

const compared = ['status', 'contentType', 'bodyBytes', 'bodySha256'] as const;

/** The first request class that two arms answer differently. */
function firstDifference(
  reference: readonly Answer[],
  other: readonly Answer[],
  referenceName: string,
): WrongAnswersCause | undefined {
  for (const [index, answer] of reference.entries()) {
    const twin = other[index];
    const { className, path } = answer;
    const differs = { kind: 'differs', className, path, referenceName } as const;
    if (!twin) return { ...differs, difference: { kind: 'missing' } };
    const key = compared.find((each) => answer[each] !== twin[each]);
    if (key === 'bodySha256') return { ...differs, difference: { kind: 'body' } };
    if (key) return { ...differs, difference: { kind: key, got: twin[key], expected: answer[key] } };
  }
  return undefined;
}

function digestOf(answers: readonly Answer[]): string {
  const facts = answers.map((answer) => [answer.path, ...compared.map((key) => answer[key])]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/**
 * Asks every arm for every request class before anything is timed: a faster wrong answer is a fault, not a win. Gives
 * the digest of the answers. Throws ArmFailure for an arm that fails, or answers differently from the reference.
 */
export async function compareAnswers(context: RunContext, servers: readonly RunningServer[]): Promise<string> {
  const [reference, ...others] = servers;
  if (!reference) throw new RangeError('there is no server to ask');
  const collect = (server: RunningServer) =>
    asArmFailure(server.armName, () => context.load.answers(targetOf(server), context.plan.seed));
  const expected = await collect(reference);
  for (const server of others) {
    const cause = firstDifference(expected, await collect(server), reference.armName);
    if (cause) throw new ArmFailure(server.armName, { kind: 'wrong-answers', cause });
  }
  return digestOf(expected);
}
