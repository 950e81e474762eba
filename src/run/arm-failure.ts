import { RigError } from '../rig/error.js';

/** A failure that belongs to one arm: its trial is invalid, and the round with it. */
export class ArmFailure extends Error {
  readonly armName: string;
  readonly error: RigError;

  constructor(armName: string, error: RigError) {
    super(error.message);
    this.armName = armName;
    this.error = error;
  }
}

/** Runs a step for one arm; what goes wrong with its server is that arm's own failure. */
export async function blame<T>(armName: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof RigError ? new ArmFailure(armName, error) : error;
  }
}
