import { ServerFault } from '../../load/requests/server-fault.js';
import type { InvalidTrial } from '../../model/record.js';
import { RigError } from '../../rig/error.js';

/** How often a server answered wrongly, where that is why it failed. */
type Failures = NonNullable<InvalidTrial['failures']>;

/** A failure that belongs to one arm: its trial is invalid. */
export class ArmFailure extends Error {
  readonly armName: string;
  readonly error: RigError;
  readonly failures: Failures | undefined;

  constructor(armName: string, error: RigError, failures?: Failures) {
    super(error.message);
    this.armName = armName;
    this.error = error;
    this.failures = failures;
  }

  /** What the record keeps of it. */
  get trial(): InvalidTrial {
    const { reason, message: detail, output } = this.error;
    const { armName, failures } = this;
    return { state: 'invalid', armName, reason, detail, output, ...(failures ? { failures } : {}) };
  }
}

/** Runs a step for one arm; what goes wrong with its server is that arm's own failure. A dead database is nobody's. */
export async function asArmFailure<T>(armName: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof ServerFault) throw new ArmFailure(armName, new RigError('wrong-answers', error.message));
    if (error instanceof RigError && error.reason !== 'database-died') throw new ArmFailure(armName, error);
    throw error;
  }
}
