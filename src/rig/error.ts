import type { InvalidReason } from '../model/record.js';

/** Something that the rig was asked to start or watch failed. Never a time-out that carries on. */
export class RigError extends Error {
  readonly reason: InvalidReason;
  /** The last lines that the failed process wrote. */
  readonly output: readonly string[];

  constructor(reason: InvalidReason, detail: string, output: readonly string[] = []) {
    super(detail);
    this.name = 'RigError';
    this.reason = reason;
    this.output = output;
  }
}

/** What a run needs around it is not there: the user's to mend, before anything is measured. One line, with the remedy. */
export class SetupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SetupError';
  }
}

/** The database could not be had. */
export class DatabaseError extends SetupError {
  constructor(message: string) {
    super(message);
    this.name = 'DatabaseError';
  }
}
