import type { MetricId } from './metrics.js';

/** Where the interval of a change lies: the five outcomes. */
export type Outcome = 'improved' | 'regressed' | 'no difference' | 'inconclusive' | 'invalid';

/** A value that was measured, or the reason why it was not. Never a zero that means "unknown". */
export type Measured =
  | { readonly state: 'value'; readonly value: number }
  | { readonly state: 'absent'; readonly reason: string };

/** A change as after/before: 1.1 is ten percent more. An interval that cannot exist yet is absent. */
export interface ChangeEstimate {
  readonly ratio: number;
  /** Repeated confidence interval at the metric's alpha; absent while the look cannot give one. */
  readonly interval: { readonly low: number; readonly high: number } | undefined;
  /** Interval used for "no difference" (alpha 0.10). */
  readonly equivalenceInterval: { readonly low: number; readonly high: number } | undefined;
  readonly roundCount: number;
  /** Standard deviation of the rounds' ln(after/before). */
  readonly roundSd: number;
  /** The smallest relative change that this many rounds of this noise could have called: 0.08 is 8 %. */
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
  /** Why it is inconclusive or invalid, in one line; empty otherwise. */
  readonly reason: string;
  /** Judged with the shared alpha; false: information. */
  readonly gate: boolean;
  readonly warnings: readonly string[];
}

/** One request class, for the per-endpoint table. */
export interface ClassSummary {
  readonly className: string;
  readonly armName: string;
  readonly responseCount: number;
  readonly latencyP50Us: Measured;
}

/** Everything that the rounds say. Made by `stats`, read by `gate` and `report`. */
export interface Analysis {
  readonly comparisons: readonly Comparison[];
  readonly classes: readonly ClassSummary[];
  readonly alpha: number;
  /** alpha over the number of gate metrics. */
  readonly alphaPerMetric: number;
  readonly roundsUsed: number;
  readonly roundsRedone: number;
  /** The look that was judged; absent when no look was reached. */
  readonly look: number | undefined;
  readonly invalidTrials: readonly {
    readonly roundIndex: number;
    readonly armName: string;
    readonly reason: string;
    readonly detail: string;
  }[];
  readonly warnings: readonly string[];
}
