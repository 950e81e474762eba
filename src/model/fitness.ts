import type { MachineFacts } from './machine.js';

/** `unknown`: this machine does not tell. */
export type FitnessVerdict = 'good' | 'warn' | 'bad' | 'unknown';

/** What is checked, in the order in which it is told. */
export const checkIds = [
  'node',
  'cores',
  'cpu-limit',
  'foreign-cpu',
  'pressure',
  'steal',
  'governor',
  'turbo',
  'taskset',
  'memory',
  'tmpfs',
  'open-files',
  'database',
] as const;

export type CheckId = (typeof checkIds)[number];

/** One thing held against what measuring needs; what was found is in the facts. */
export interface FitnessCheck {
  readonly id: CheckId;
  readonly verdict: FitnessVerdict;
}

/** Is this machine fit to measure? */
export interface Fitness {
  /** The worst of the checks; what is unknown does not count. */
  readonly verdict: 'good' | 'warn' | 'bad';
  readonly checks: readonly FitnessCheck[];
  readonly facts: MachineFacts;
}
