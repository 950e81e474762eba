import type { MetricId } from './metrics.js';

/** What is foreseen, before the first round that counts, of the rounds and of what they can tell. */
export interface Forecast {
  readonly openSlicesPerArm: number;
  readonly roundMs: number;
  /** How many rounds there can be within the plan and the budget. */
  readonly mostRounds: number;
  /** The first look that can call a change, whether or not there is time for it. */
  readonly firstLook: number | undefined;
  readonly metrics: readonly {
    readonly metric: MetricId;
    /** The change that the last look within `mostRounds` finds four times in five; absent when that look can call none. */
    readonly detectableEffect: number | undefined;
  }[];
}
