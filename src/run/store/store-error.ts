import type { StoreFault } from '../../model/setup-fault.js';

/** A file of the run could not be written, or its folder not be used. What was saved before is whole. */
export class StoreError extends Error {
  readonly fault: StoreFault;

  constructor(fault: StoreFault) {
    super(fault.kind);
    this.name = 'StoreError';
    this.fault = fault;
  }
}
