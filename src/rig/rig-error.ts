import type { Failure } from '../model/failure.js';
import type { DatabaseFault, SetupFault } from '../model/setup-fault.js';

/** Something that the rig was asked to start or watch failed. Never a time-out that carries on. */
export class RigError extends Error {
  readonly failure: Failure;
  /** The last lines that the failed process wrote. */
  readonly output: readonly string[];

  constructor(failure: Failure, output: readonly string[] = []) {
    super(failure.kind);
    this.name = 'RigError';
    this.failure = failure;
    this.output = output;
  }
}

/** What a run needs around it is not there: the user's to fix, before anything is measured. */
export class SetupError extends Error {
  readonly fault: SetupFault;

  constructor(fault: SetupFault) {
    super(fault.kind);
    this.name = 'SetupError';
    this.fault = fault;
  }
}

/** The database could not be had. */
export class DatabaseError extends SetupError {
  constructor(fault: DatabaseFault) {
    super(fault);
    this.name = 'DatabaseError';
  }
}
