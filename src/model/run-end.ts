import type { Failure } from './failure.js';
import type { MetricId } from './metrics.js';
import type { SetupFault } from './setup-fault.js';
import type { SourceProblem } from './source.js';
import type { InvalidTrial } from './trial.js';

/** Why no further round is needed. */
export type StopReason =
  /** Every gate metric has an outcome. */
  | { readonly kind: 'all-decided' }
  /** `regressed`: it fails fast; `too-noisy`: the machine's noise leaves too little chance to decide these. */
  | { readonly kind: 'regressed' | 'too-noisy'; readonly metrics: readonly MetricId[] }
  /** All rounds up to the last look. */
  | { readonly kind: 'all-measured'; readonly rounds: number }
  /** The spare rounds of the plan too, and still the last look was not reached. */
  | { readonly kind: 'spares-measured' }
  | { readonly kind: 'nothing-to-compare' }
  /** No arm can be held against the reference: the comparisons say why. */
  | { readonly kind: 'cannot-compare' }
  /** As a record of schema 1 tells it: in words. */
  | { readonly kind: 'told'; readonly text: string };

/** Why a run was given up. */
export type GivenUp =
  | { readonly kind: 'invalid-rounds'; readonly inARow: number }
  /** An arm failed before the first round. */
  | { readonly kind: 'arm-failed'; readonly trial: InvalidTrial }
  /** The database, or a server that no trial stands for. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** What it needs is not there. */
  | { readonly kind: 'setup'; readonly fault: SetupFault }
  /** The code of an arm could not be had, installed or built. */
  | { readonly kind: 'source'; readonly problem: SourceProblem }
  /** Anything else, as the error says. */
  | { readonly kind: 'error'; readonly message: string };

/** How a run ended, and why. */
export type RunEnd =
  | { readonly state: 'running' }
  | { readonly state: 'complete'; readonly reason: StopReason }
  | { readonly state: 'interrupted' }
  /**
   * `neededMs`: what the first look needs, where the pilot showed that the budget cannot reach it; absent where it was
   * used up.
   */
  | { readonly state: 'budget'; readonly budgetMs: number; readonly neededMs?: number }
  | { readonly state: 'failed'; readonly reason: GivenUp };

/** The trial of the arm that failed before the first round, where that is why the run ended. */
export function failedBeforeRounds(end: RunEnd): InvalidTrial | undefined {
  return end.state === 'failed' && end.reason.kind === 'arm-failed' ? end.reason.trial : undefined;
}
