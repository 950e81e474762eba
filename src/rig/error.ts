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

/** The database could not be had: the user's to mend, before anything is measured. */
export class DatabaseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DatabaseError';
  }
}
