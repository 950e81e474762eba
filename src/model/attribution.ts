import type { Arm } from './arm.js';
import type { Effect } from './claims-record.js';
import type { Protocol } from './experiment.js';
import type { ExperimentsRecord } from './experiments-record.js';
import type { Failure } from './failure.js';
import type { MetricId } from './metrics.js';
import type { DatabaseChoice, ProfileName } from './plan.js';
import type { Scenario } from './scenario.js';

/** A switch of a server, and what its two ends are called. */
export interface Factor {
  readonly name: string;
  readonly first: string;
  readonly last: string;
}

/** One run of a design: a server with every factor at its first or, where true, at its last. */
export interface DesignRun {
  readonly arm: Arm;
  readonly levels: readonly boolean[];
}

/** A run and its mirror image, in which every factor stands the other way. They are alive together. */
export type MirrorPair = readonly [DesignRun, DesignRun];

/** What `attribute` is to do, whole and checked. */
export interface AttributionPlan {
  readonly subject: Scenario;
  readonly factors: readonly Factor[];
  /** Of the first pair, one run has all factors at their first, and the other all at their last. */
  readonly pairs: readonly MirrorPair[];
  /** What is done with a pair. */
  readonly protocol: Protocol;
  /** Where each metric is found in what a round gives. */
  readonly measures: readonly { readonly metric: MetricId; readonly value: string }[];
  /** How often all pairs are gone through, in an order drawn anew. */
  readonly repetitions: number;
  readonly profile: ProfileName;
  readonly seed: number;
  /** Absent: no server asks for one. */
  readonly database?: DatabaseChoice;
}

export type AttributionRecord = ExperimentsRecord<'attribution', AttributionPlan>;

/** The id of the one experiment in its record. */
export const attributionId = 'attribution';

/** What one factor does: last against first, over all settings of the others. */
export interface Part {
  readonly factor: string;
  readonly effect: Effect;
  /** It would not be so far from nothing by chance, all factors of the metric considered (Holm, 5 %). */
  readonly standsOut: boolean;
}

/** Two factors of which one does more, or less, where the other is at its last. */
export interface Interaction {
  /** Pairs that the design cannot tell apart, the likeliest first: that whose factors do most by themselves. */
  readonly pairs: readonly (readonly [string, string])[];
  /** How much more each does where the other is at its last than on average. */
  readonly effect: Effect;
}

/** How much each factor contributes to a metric. Ratios are last/first. */
export type Attribution =
  | {
      readonly metric: MetricId;
      readonly state: 'measured';
      readonly repetitions: number;
      /** In the order of the plan. */
      readonly parts: readonly Part[];
      /** All parts together, and all factors at once as measured. */
      readonly sum: Effect;
      readonly whole: Effect;
      /** whole/sum: what the parts do not explain. */
      readonly gap: Effect;
      readonly addsUp: boolean;
      /** Those that stand out, among all that the design can tell apart (Holm, 5 %). */
      readonly interactions: readonly Interaction[];
    }
  | { readonly metric: MetricId; readonly state: 'not-measured' }
  /** Fewer than two repetitions are whole: there is nothing that tells noise from effect. */
  | {
      readonly metric: MetricId;
      readonly state: 'too-few';
      readonly failed?: { readonly armName: string; readonly failure: Failure };
    };
