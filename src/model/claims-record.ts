import type { Arm } from './arm.js';
import type { Claim } from './claim.js';
import type { Experiment } from './experiment.js';
import type { ExperimentsRecord } from './experiments-record.js';
import type { Failure } from './failure.js';
import type { DatabaseChoice, ProfileName } from './plan.js';
import type { Scenario } from './scenario.js';

/** All claims of a server that can be measured, and what is done for it. */
export interface ClaimBook {
  /** The server, its data and every request that an experiment sends. */
  readonly subject: Scenario;
  readonly experiments: readonly Experiment[];
  readonly claims: readonly Claim[];
}

/** What `claims` is to do, whole and checked. */
export interface ClaimsPlan {
  readonly book: ClaimBook;
  /** By experiment id: its arms as they are started. */
  readonly arms: Readonly<Record<string, readonly Arm[]>>;
  readonly profile: ProfileName;
  readonly seed: number;
  readonly database: DatabaseChoice;
}

export type ClaimsRecord = ExperimentsRecord<'claims', ClaimsPlan>;

/** What was found of one line. Ratios are after/before. */
export interface LineFinding {
  readonly claimId: string;
  readonly lineIndex: number;
  /** By arm name: medians over the rounds; of what must hold in every round, the worst. */
  readonly values: Readonly<Record<string, number>>;
  readonly rounds: number;
  /** After against before, and after against default. */
  readonly effect?: Effect;
  readonly effectOfDefault?: Effect;
  readonly verdict: ClaimVerdict;
}

export interface Effect {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

export type ClaimVerdict =
  | {
      readonly kind: 'confirmed' | 'smaller' | 'no-effect' | 'reversed' | 'undecided' | 'refuted' | 'not-measured';
      /** Why nothing was measured: an arm of the experiment failed. */
      readonly failed?: { readonly armName: string; readonly failure: Failure };
    }
  /** An absolute number of another machine: which way it went, or that it cannot be told. */
  | { readonly kind: 'beside'; readonly direction: 'better' | 'worse' | 'alike' | 'unclear' };
