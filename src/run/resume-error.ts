import type { ResumeFault } from '../model/setup-fault.js';

/** What a run would go on with is no longer what it began with. Nothing was added to its record. */
export class ResumeError extends Error {
  readonly fault: ResumeFault;

  constructor(fault: ResumeFault) {
    super(fault.kind);
    this.name = 'ResumeError';
    this.fault = fault;
  }
}
