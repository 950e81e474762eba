import type { DatabaseUsage, ServerUsage, Slice, SliceKind } from '../model/record.js';
import type { RunningServer } from '../rig/server.js';
import { generatorFault, type SliceFault, wrongAnswers } from './slice-health.js';
import type { Stage } from './stage.js';

export interface SliceSettings {
  readonly kind: SliceKind;
  readonly index: number;
  readonly seed: number;
  readonly durationMs: number;
  readonly discardMs: number;
  readonly ratePerSecond?: number;
  readonly connections: number;
}

/** A server that answered wrongly: its trial is invalid, with what was counted. */
export class WrongAnswersError extends Error {
  readonly fault: SliceFault;
  readonly failureCount: number;
  readonly requestCount: number;

  constructor(fault: SliceFault, failureCount: number, requestCount: number) {
    super(fault.detail);
    this.name = 'WrongAnswersError';
    this.fault = fault;
    this.failureCount = failureCount;
    this.requestCount = requestCount;
  }
}
