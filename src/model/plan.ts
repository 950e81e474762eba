import type { MetricId } from './metrics.js';
import type { PinnedCores } from './pinning.js';
import type { Scenario } from './scenario.js';

/** One configuration of the server. The first arm of a plan is the reference. */
export interface Arm {
  readonly name: string;
  /** What makes this arm what it is, in words: `before` or `after,health-cache=before`. */
  readonly setting: string;
  readonly env: Readonly<Record<string, string>>;
  /** Arguments put before the scenario's own, after `node`: a planted fault, a loader, a flag. */
  readonly nodeArguments: readonly string[];
}

export type ProfileName = 'quick' | 'standard' | 'deep';

/** How much is measured in a round, and when the rounds are judged. */
export interface Profile {
  readonly name: ProfileName;
  /** The round counts at which the analysis may decide; the last is the most rounds there can be. */
  readonly looks: readonly number[];
  /** Start-and-stop cycles per arm and round, the last of which stays up for the load. */
  readonly startupCycles: number;
  /** Rounds measured first and thrown away, from which the number of slices is chosen, blind to the arms' names. */
  readonly pilotRounds: number;
  /** Requests that warm each arm up before its first slice. */
  readonly warmupRequests: number;
  /** As many at most, where the CPU per request is not steady yet. */
  readonly mostWarmupRequests: number;
  readonly openSlicesPerArm: number;
  readonly openSliceMs: number;
  readonly closedSlicesPerArm: number;
  readonly closedSliceMs: number;
  readonly streamSlicesPerArm: number;
  readonly streamSliceMs: number;
  /** The first part of a slice, sent but not counted. */
  readonly discardMs: number;
}

/** The load's settings. */
export interface LoadPlan {
  readonly connections: number;
  readonly streams: number;
  /** Requests per second of the open loop; `auto`: half of what the slowest arm bore in the pilot. */
  readonly ratePerSecond: number | 'auto';
  readonly requestTimeoutMs: number;
}

/** What the seed decided about one round before anything was measured. */
export interface PlannedRound {
  readonly index: number;
  /** Arm names in the order of the round's first slice; slices go through it forwards, then backwards, and again. */
  readonly armOrder: readonly string[];
  /** Length of a meaningless environment variable, 0 to 4096: it moves the stack, so that layout luck is noise and not bias (Mytkowicz 2009). */
  readonly environmentPaddingBytes: number;
  /** Seed of this round's request sequence, the same for every arm. */
  readonly loadSeed: number;
}

export type DatabaseChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'embedded' }
  | { readonly kind: 'mongod' }
  | { readonly kind: 'download' }
  | { readonly kind: 'uri'; readonly uri: string };

/** A complete, validated and already scheduled experiment. */
export interface Plan {
  readonly scenario: Scenario;
  readonly arms: readonly Arm[];
  readonly profile: Profile;
  readonly load: LoadPlan;
  readonly database: DatabaseChoice;
  /** Absent: everything runs where the kernel puts it. */
  readonly pinnedCores?: PinnedCores;
  readonly seed: number;
  /** No new round is begun after this; absent: only the looks end the run. */
  readonly budgetMs?: number;
  readonly gateMetrics: readonly MetricId[];
  /** Stop at the look at which a gate metric has regressed. */
  readonly failFast: boolean;
  readonly rounds: readonly PlannedRound[];
}
