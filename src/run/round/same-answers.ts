import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../load/requests/command.js';
import type { VaryingAnswer } from '../../model/answers.js';
import type { RunningServer } from '../../rig/server/server.js';
import { answersDigest } from '../answers/answers-digest.js';
import { firstDifference } from '../answers/first-difference.js';
import { type LeftOut, leftOutOf, together, varyingIn } from '../answers/left-out.js';
import { ArmFailure, asArmFailure } from './arm-failure.js';
import type { RunContext } from './context.js';
import { targetOf } from './slice.js';

/** Longer than the slowest step of a clock that answers tell: whole seconds since the server started, say. */
const clockStepMs = 1100;

/** What the arms' answers were. */
export interface ComparedAnswers {
  /** Of the reference's, without what varies. */
  readonly sha256: string;
  readonly varying: readonly VaryingAnswer[];
}

/** What is asked, and by whom. */
type Asking = Pick<RunContext, 'load' | 'signal'> & { readonly plan: Pick<RunContext['plan'], 'seed' | 'scenario'> };

interface AskedArm {
  readonly server: RunningServer;
  /** Its answers, each time that it was asked for all of them. */
  readonly asked: (readonly Answer[])[];
}

/**
 * Asks every arm for every request class before anything is timed: a faster wrong answer is a fault, not a win.
 *
 * All arms are asked in their order, and then all again. What differs between two answers of one arm varies by itself,
 * and is left out between arms. In this order a clock that all arms share cannot deceive: if it stood still from an
 * arm's first answer to its second, then also in between, when the others gave theirs. Arms that differ nevertheless
 * are asked a third time, a second later: each may have a slow clock of its own.
 *
 * `known`: what varied when the run began, and the digest is to leave out; absent: what varies now. Throws ArmFailure
 * for an arm that fails, or answers differently from the reference.
 */
export async function compareAnswers(
  context: Asking,
  servers: readonly RunningServer[],
  known?: readonly VaryingAnswer[],
): Promise<ComparedAnswers> {
  const arms = servers.map((server): AskedArm => ({ server, asked: [] }));
  await askAll(context, arms);
  await askAll(context, arms);
  if (failureAmong(context, arms)) {
    await delay(clockStepMs, undefined, { signal: context.signal });
    await askAll(context, arms);
  }
  const failure = failureAmong(context, arms);
  if (failure) throw failure;
  const varying = varyingAmong(context, arms);
  const [reference] = arms;
  if (!reference) throw new RangeError('there is no server to ask');
  return { sha256: answersDigest(reference.asked[0] ?? [], leftOutIn(context, known ?? varying)), varying };
}

async function askAll({ load, plan, signal }: Asking, arms: readonly AskedArm[]): Promise<void> {
  for (const { server, asked } of arms) {
    signal.throwIfAborted();
    asked.push(await asArmFailure(server.armName, () => load.answers(targetOf(server), plan.seed)));
  }
}

function varyingAmong({ plan }: Asking, arms: readonly AskedArm[]): readonly VaryingAnswer[] {
  return together(arms.flatMap(({ asked }) => varyingIn(asked, plan.scenario.requests)));
}

/** What is left out of the answers of each request class. */
function leftOutIn({ plan }: Asking, varying: readonly VaryingAnswer[]): (className: string) => LeftOut {
  const classes = plan.scenario.requests.map((requestClass) => {
    const parts = varying.find(({ className }) => className === requestClass.name)?.parts ?? [];
    return [requestClass.name, leftOutOf(requestClass, parts)] as const;
  });
  const byName = new Map(classes);
  return (className) => byName.get(className) ?? leftOutOf({}, []);
}

/** The first arm that answers differently from the reference. */
function failureAmong(context: Asking, [reference, ...others]: readonly AskedArm[]): ArmFailure | undefined {
  if (!reference) return undefined;
  for (const other of others) {
    const leftOut = leftOutIn(context, varyingAmong(context, [reference, other]));
    const { armName } = reference.server;
    const cause = firstDifference(reference.asked[0] ?? [], other.asked[0] ?? [], armName, leftOut);
    if (cause) return new ArmFailure(other.server.armName, { kind: 'wrong-answers', cause });
  }
  return undefined;
}
