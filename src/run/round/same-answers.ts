import { createHash } from 'node:crypto';
import type { Answer } from '../../load/requests/order.js';
import { RigError } from '../../rig/error.js';
import type { RunningServer } from '../../rig/server/server.js';
import { ArmFailure, asArmFailure } from './arm-failure.js';
import type { RunContext } from './context.js';
import { targetOf } from './slice.js';

const compared = ['status', 'contentType', 'bodyBytes', 'bodySha256'] as const;

/** The first request class that two arms answer differently, in words. */
function difference(reference: readonly Answer[], other: readonly Answer[], referenceName: string): string | undefined {
  for (const [index, answer] of reference.entries()) {
    const twin = other[index];
    if (!twin) return `${answer.className} was not answered`;
    const differs = compared.find((key) => answer[key] !== twin[key]);
    if (differs) {
      const shown =
        differs === 'bodySha256'
          ? 'another body of the same length'
          : `${differs} ${twin[differs]}, ${referenceName} has ${answer[differs]}`;
      return `answers ${answer.className} (${answer.path}) differently: ${shown}`;
    }
  }
  return undefined;
}

function digestOf(answers: readonly Answer[]): string {
  const facts = answers.map((answer) => [answer.path, ...compared.map((key) => answer[key])]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/**
 * Asks every arm for every request class before anything is timed: a faster wrong answer is a fault, not a win. Gives the
 * digest of the answers. Throws ArmFailure for an arm that fails, or answers differently from the reference.
 */
export async function compareAnswers(context: RunContext, servers: readonly RunningServer[]): Promise<string> {
  const [reference, ...others] = servers;
  if (!reference) throw new Error('there is no server to ask');
  const collect = (server: RunningServer) =>
    asArmFailure(server.armName, () => context.load.answers(targetOf(server), context.plan.seed));
  const expected = await collect(reference);
  for (const server of others) {
    const found = difference(expected, await collect(server), reference.armName);
    if (found)
      throw new ArmFailure(server.armName, new RigError('wrong-answers', `the ${server.armName} server ${found}`));
  }
  return digestOf(expected);
}
