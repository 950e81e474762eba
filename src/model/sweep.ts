import type { Arm } from './arm.js';
import type { Effect } from './claims-record.js';
import type { LinkSide } from './condition.js';
import type { ExperimentsRecord } from './experiments-record.js';
import type { Failure } from './failure.js';
import type { MetricId } from './metrics.js';
import type { DatabaseChoice, ProfileName } from './plan.js';
import type { Scenario } from './scenario.js';

/** What is turned from one point to the next. */
export type Swept =
  /** Milliseconds of round trip, or Mbit/s in each direction. */
  | { readonly kind: 'network'; readonly side: LinkSide; readonly setting: 'roundTripMs' | 'megabits' }
  /** Of the closed loop. */
  | { readonly kind: 'connections' }
  /** An environment variable of every server, which is started anew for each value. */
  | { readonly kind: 'variable'; readonly name: string };

/** What `sweep` is to do, whole and checked. */
export interface SweepPlan {
  readonly subject: Scenario;
  /** The reference first. */
  readonly arms: readonly [Arm, Arm];
  readonly swept: Swept;
  /** The values that are measured first, ascending. */
  readonly values: readonly number[];
  readonly metric: MetricId;
  /** A change of the metric, as after/before: where it begins to hold is searched for. Absent: nothing is. */
  readonly find?: number;
  /** Of every value. */
  readonly rounds: number;
  /** How often the gap between where it holds and where it does not is cut into pieces. */
  readonly refinements: number;
  readonly connections: number;
  readonly profile: ProfileName;
  readonly seed: number;
  /** Absent: no server asks for one. */
  readonly database?: DatabaseChoice;
}

export type SweepRecord = ExperimentsRecord<'sweep', SweepPlan>;

/** The id of the one experiment in its record. */
export const sweepId = 'sweep';

/** How what was measured at a value is called in a round: `at5.latencyUs`. */
export function pointName(value: number): `at${number}` {
  return `at${value}`;
}

/** What was found at one value. */
export interface SweepPoint {
  readonly value: number;
  readonly rounds: number;
  /** Medians over the rounds. */
  readonly before: number;
  readonly after: number;
  /** after/before; absent: too few rounds. */
  readonly effect?: Effect;
  /** Does the change that is searched for hold here? Absent: none is. */
  readonly holds?: 'yes' | 'no' | 'unclear';
}

/** Where a change begins to hold. */
export type Threshold =
  /** At every value that was measured, or at none. */
  | { readonly kind: 'everywhere' | 'nowhere' }
  /** From `holds` on (or, where it is the lesser, up to it), and not at `not`; between them it is not known. */
  | { readonly kind: 'between'; readonly not: number; readonly holds: number }
  /** At no value could both be told apart from noise. */
  | { readonly kind: 'unclear' }
  /** It holds, then does not, then holds again: there is no single place. */
  | { readonly kind: 'back-and-forth' };

export interface SweepFindings {
  readonly points: readonly SweepPoint[];
  readonly threshold?: Threshold;
  /** The last failure of an arm, where one failed. */
  readonly failed?: { readonly armName: string; readonly failure: Failure };
}
