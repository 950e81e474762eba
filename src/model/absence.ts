import type { LinkSide } from './condition.js';
import type { PhaseKind, ProfileName } from './plan.js';
import type { ClockFault } from './trial.js';

/** Why a metric has no value. `report/words` says it. */
export type Absence =
  /** Every slice of this kind was bad, or there was none. */
  | { readonly kind: 'no-slice'; readonly phase: PhaseKind }
  /** The metric comes from a phase that the profile does not have. */
  | { readonly kind: 'no-phase'; readonly phase: PhaseKind; readonly profileName: ProfileName }
  /** The scenario has no requests for the phase that the metric comes from. */
  | { readonly kind: 'no-requests'; readonly phase: PhaseKind; readonly scenarioName: string }
  | { readonly kind: 'too-few-requests'; readonly needed: number; readonly had: number }
  | { readonly kind: 'no-start-up' }
  /** The server does not set these marks. */
  | { readonly kind: 'no-mark'; readonly marks: readonly string[] }
  /** What the rig found wrong with the times that the server told. */
  | { readonly kind: 'clock-fault'; readonly fault: ClockFault }
  | { readonly kind: 'impossible-times' }
  | { readonly kind: 'no-query' }
  | { readonly kind: 'not-counted'; readonly by: 'server' | 'database' }
  /** It is counted on a link, and the plan puts none there. */
  | { readonly kind: 'no-link'; readonly side: LinkSide }
  | { readonly kind: 'unknown-to-platform' }
  /** Only Node tells it of itself. */
  | { readonly kind: 'not-node' }
  /** A run of an older version, which made no collection. */
  | { readonly kind: 'no-collection' }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'no-request' }
  | { readonly kind: 'no-shared-turn' }
  | { readonly kind: 'no-round' }
  /** A value of that round is 0. */
  | { readonly kind: 'no-ratio'; readonly roundIndex: number }
  /** As a record of schema 1 tells it: in words. */
  | { readonly kind: 'told'; readonly text: string };
