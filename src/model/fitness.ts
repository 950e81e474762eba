import type { MachineFacts } from './machine.js';

/** `unknown`: this machine does not tell. */
export type FitnessVerdict = 'good' | 'warn' | 'bad' | 'unknown';

/** One thing held against what measuring needs. */
export interface FitnessCheck {
  readonly id: string;
  readonly label: string;
  readonly verdict: FitnessVerdict;
  /** What was found, in one line; for `unknown`, why it cannot be told. */
  readonly finding: string;
  /** What to do about it, in one line; absent where nothing has to be done. */
  readonly remedy?: string;
}

/** Is this machine fit to measure? */
export interface Fitness {
  /** The worst of the checks; what is unknown does not count. */
  readonly verdict: 'good' | 'warn' | 'bad';
  readonly checks: readonly FitnessCheck[];
  readonly facts: MachineFacts;
}
