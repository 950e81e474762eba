import type { Absence } from './absence.js';
import type { MetricId } from './metrics.js';
import type { Reason, Remark, RunWarning } from './reasons.js';
import type { InvalidTrial } from './trial.js';

/**
 * What is known of a change.
 *
 * `no difference`: both repeated bounds lie within the limit. `no regression`: the bound on the bad side does, and
 * whether it improved is open. `not measured`: there is no number to judge. `invalid`: an arm failed, and has no speed.
 */
export type Outcome =
  | 'improved'
  | 'regressed'
  | 'no difference'
  | 'no regression'
  | 'inconclusive'
  | 'not measured'
  | 'invalid';

/** A value that was measured, or the reason why it was not. Never a zero that means "unknown". */
export type Measured =
  | { readonly state: 'value'; readonly value: number }
  | { readonly state: 'absent'; readonly reason: Absence };

/** A change as after/before: 1.1 is ten percent more. */
export interface ChangeEstimate {
  readonly ratio: number;
  /** Two-sided repeated confidence interval at 95 %, for this metric alone; absent while the look cannot give one. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** One-sided repeated bounds at 5 %, each for itself: the change is not below `low`, and not above `high`. */
  readonly bounds: { readonly low: number; readonly high: number } | undefined;
  readonly roundCount: number;
  /** Standard deviation of the rounds' ln(after/before). */
  readonly roundSd: number;
  /** The smallest relative regression that this many rounds of this noise find four times in five: 0.08 is 8 %. */
  readonly detectableEffect: number | undefined;
}

/** One metric of one arm against the reference arm. */
export interface Comparison {
  readonly metric: MetricId;
  readonly armName: string;
  readonly referenceName: string;
  /** Median over rounds, in the metric's unit. */
  readonly before: Measured;
  readonly after: Measured;
  readonly change: ChangeEstimate | undefined;
  readonly outcome: Outcome;
  /** The smallest relative regression to catch. */
  readonly limit: number;
  /**
   * No regression larger than this is compatible with the rounds: 0.031 is 3.1 %, 0 or less: none. Absent while there
   * is no bound.
   */
  readonly ruledOut: number | undefined;
  /**
   * Of an inconclusive gate metric: how many rounds of this noise would decide it; absent where none of a sensible
   * number would.
   */
  readonly roundsNeeded: number | undefined;
  /** Why it is inconclusive, not measured or invalid, or has no ratio; absent otherwise. */
  readonly reason: Reason | undefined;
  /** Judged in the joint test; false: information. */
  readonly gate: boolean;
  readonly remarks: readonly Remark[];
}

/** One request class of one arm against the reference, from the turns. Information: it names where a change is. */
export interface ClassComparison {
  readonly className: string;
  readonly armName: string;
  /** Turns of this class over all counted rounds. */
  readonly turnCount: number;
  /** Geometric mean of the response time in microseconds, over all those turns. */
  readonly before: Measured;
  readonly after: Measured;
  readonly change: ChangeEstimate | undefined;
  /** Its interval leaves out "no change", and the change reaches the limit of the response time. */
  readonly changed: boolean;
}

/** Whether a server keeps something of every request: memory after a collection, against requests served. */
export interface Growth {
  /**
   * `leaks`: it grew with every request, and did not slow down. `fills`: it grew, and stopped or slowed down, as a
   * cache does. `steady`: it did neither.
   */
  readonly outcome: 'leaks' | 'fills' | 'steady' | 'undecided';
  /** Over the last requests of the rounds, with its 95 % interval; absent while there are too few rounds. */
  readonly bytesPerRequest: { readonly value: number; readonly low: number; readonly high: number } | undefined;
  /** That were answered by the end of a round (median). */
  readonly requestCount: number;
  readonly roundCount: number;
}

/** The growth of one arm and the reference. */
export interface GrowthComparison {
  readonly armName: string;
  readonly referenceName: string;
  readonly before: Growth;
  readonly after: Growth;
  /** How much more the arm grew than the reference. */
  readonly difference: Growth;
}

/** Everything that the rounds say. Made by `stats`, read by `gate` and `report`. */
export interface Analysis {
  readonly comparisons: readonly Comparison[];
  readonly classes: readonly ClassComparison[];
  /** Of every arm of which it was looked for. Information: no verdict comes of it. */
  readonly growth: readonly GrowthComparison[];
  readonly roundsUsed: number;
  readonly roundsRedone: number;
  /** The look that was judged; absent when no look was reached. */
  readonly look: number | undefined;
  readonly invalidTrials: readonly (Pick<InvalidTrial, 'armName' | 'failure'> & { readonly roundIndex: number })[];
  readonly warnings: readonly RunWarning[];
}
