import type { Absence } from './absence.js';
import type { GeneratorFailure, TrialFailure } from './failure.js';
import type { MetricId } from './metrics.js';
import type { ProfileName } from './plan.js';
import type { Round } from './record.js';

// Why the statistics came to what they came to, and what must be known before believing it. Kinds with their numbers:
// `report/words` says them, in one place and with one rule of rounding. Shares and ratios as everywhere: 0.05 is 5 %.

/** The machine's calibration found the rig to prefer one side in this metric. */
export interface Bias {
  readonly kind: 'biased';
  readonly metric: MetricId;
  readonly calibratedAtIso: string;
}

/** Why a metric is inconclusive. */
export type Doubt =
  /** `rounds`: absent where it is not the number of rounds that is judged. */
  | { readonly kind: 'before-first-look'; readonly rounds?: number; readonly firstLook: number }
  /** Of a record whose rules are gone: it is described only. */
  | { readonly kind: 'not-judged' }
  /** It changed, but whether by enough to matter is open. */
  | { readonly kind: 'size-open'; readonly rounds: number }
  | { readonly kind: 'no-bound'; readonly rounds: number }
  | { readonly kind: 'regression-possible'; readonly rounds: number; readonly upTo: number }
  /** No request failed, and there were too few to rule out that `share` do. */
  | { readonly kind: 'no-failure'; readonly requests: number; readonly share: number }
  | { readonly kind: 'failures-open'; readonly before: number; readonly after: number };

/** Why an arm cannot be compared at all. */
export type ArmFault =
  | { readonly kind: 'failed-before-rounds'; readonly armName: string; readonly failure: TrialFailure }
  /** `failure`: the last one. */
  | {
      readonly kind: 'failed';
      readonly armName: string;
      readonly failed: number;
      readonly rounds: number;
      readonly failure: TrialFailure;
    }
  | { readonly kind: 'never-both'; readonly armName: string; readonly referenceName: string };

/** Why a comparison has the outcome that it has, where its numbers do not say it. */
export type Reason = Absence | Doubt | ArmFault | Bias | { readonly kind: 'from-zero'; readonly to: number };

/** What must be known of one comparison beside its outcome. */
export type Remark =
  | { readonly kind: 'missing-in-rounds'; readonly missing: number; readonly rounds: number; readonly reason?: Absence }
  /** Its last look comes before its last round. */
  | { readonly kind: 'judged-on-fewer'; readonly look: number; readonly rounds: number }
  | Bias;

/** What must be known of the rounds before believing what they say. */
export type RunWarning =
  | { readonly kind: 'redone'; readonly count: number; readonly reasons: readonly NonNullable<Round['redone']>[] }
  /** Other programs or the hypervisor took `share` of a core (the median) throughout the run. */
  | { readonly kind: 'noise-throughout'; readonly cause: NoiseCause; readonly share: number }
  | {
      readonly kind: 'noise-in-rounds';
      readonly cause: NoiseCause;
      readonly upTo: number;
      readonly disturbed: number;
      readonly rounds: number;
    }
  | { readonly kind: 'beyond-look'; readonly rounds: number; readonly look: number }
  | { readonly kind: 'invalid-rounds'; readonly armName: string; readonly count: number; readonly rounds: number }
  | {
      readonly kind: 'incomplete-rounds';
      readonly armName: string;
      readonly count: number;
      readonly rounds: number;
      readonly reasons: readonly Absence[];
    }
  | {
      readonly kind: 'excluded-slices';
      readonly armName: string;
      readonly count: number;
      readonly slices: number;
      readonly reasons: readonly GeneratorFailure['kind'][];
    }
  /** `ratio`: of the CPU per request, from the first to the last of the warm-up's last windows. */
  | {
      readonly kind: 'not-steady';
      readonly armName: string;
      readonly ratio: number;
      readonly windows: number;
      readonly profileName: ProfileName;
    }
  /** `ratio`: of the change of the response time, from the first to the second half of a round's turns. */
  | { readonly kind: 'arms-moved-apart'; readonly armName: string; readonly ratio: number }
  | {
      readonly kind: 'noisier-than-calibrated';
      readonly armName: string;
      readonly metric: MetricId;
      readonly roundSd: number;
      readonly calibratedSd: number;
    };

export type NoiseCause = 'foreignCpuShare' | 'stealShare';

/** Why a run goes on after a round. */
export type WaitReason =
  | { readonly kind: 'undecided'; readonly metrics: readonly MetricId[] }
  | { readonly kind: 'next-look'; readonly rounds: number }
  | { readonly kind: 'no-look-yet'; readonly armName: string };
