import type { MetricId } from './metrics.js';
import type { Phase } from './plan.js';

/** What is foreseen of the rounds and of what they can tell. */
export interface Forecast {
  /** The phases of every round, shrunk where the budget asks for it. */
  readonly phases: readonly Phase[];
  readonly roundMs: number;
  /** How many rounds there can be within the plan and the budget. */
  readonly maxRounds: number;
  /** The first look at which a change can be called, whether or not there is time for it. */
  readonly firstLook: number;
  /** Is there time for the first look at all? */
  readonly reachesFirstLook: boolean;
  /** What the last look within `maxRounds` can tell; empty where nothing is known of the noise yet. */
  readonly metrics: readonly {
    readonly metric: MetricId;
    /** The smallest regression that it finds four times in five; absent when it can call none. */
    readonly detectableEffect: number | undefined;
    /** The chance that identical arms pass in this metric. */
    readonly passChance: number;
  }[];
}
