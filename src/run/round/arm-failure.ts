import { WrongAnswersError } from '../../load/requests/wrong-answers-error.js';
import type { Failure, TrialFailure } from '../../model/failure.js';
import type { InvalidTrial } from '../../model/trial.js';
import { RigError } from '../../rig/rig-error.js';

/** A failure that belongs to one arm: its trial is invalid. */
export class ArmFailure extends Error {
  readonly armName: string;
  /** What the record keeps of it. */
  readonly trial: InvalidTrial;

  constructor(armName: string, failure: TrialFailure, output: readonly string[] = []) {
    super(failure.kind);
    this.name = 'ArmFailure';
    this.armName = armName;
    this.trial = { state: 'invalid', armName, failure, output };
  }
}

/** A dead database is nobody's, and neither is a dead link, nor data that could not be made. */
function isOfOneArm(failure: Failure): failure is TrialFailure {
  return !['database-died', 'seeding-failed', 'link-died'].includes(failure.kind);
}

/** Runs a step for one arm; what goes wrong with its server is that arm's own failure. */
export async function asArmFailure<T>(armName: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof WrongAnswersError) throw new ArmFailure(armName, { kind: 'wrong-answers', cause: error.what });
    if (error instanceof RigError && isOfOneArm(error.failure))
      throw new ArmFailure(armName, error.failure, error.output);
    throw error;
  }
}
