import type { Arm } from './arm.js';
import type { Condition } from './condition.js';
import type { MetricId } from './metrics.js';
import type { PinnedCores } from './pinning.js';
import { fitsClosedLoop, type Scenario } from './scenario.js';

export type ProfileName = 'quick' | 'standard' | 'deep';

/** One part of a round, in the order in which they are carried out. */
export type Phase =
  /**
   * One request to each arm, one in flight, in an order drawn anew for each turn. Gives response time and CPU per
   * request.
   */
  | {
      readonly kind: 'turns';
      readonly turns: number;
      /**
       * Fewer of them, down to a floor, where all would take longer than this by the pilot's measure; absent: never
       * fewer.
       */
      readonly maxMs?: number;
      /** More of them, where all would take less than this: of a fast server a turn costs little, and is noisy. */
      readonly minMs?: number;
    }
  /** autocannon's closed loop, in short alternating batches of an exact number of requests. Gives throughput. */
  | {
      readonly kind: 'closed';
      readonly batchesPerArm: number;
      /** `auto`: what the slowest arm answers in `batchMs`, as the pilot found. */
      readonly requestsPerBatch: number | 'auto';
      readonly batchMs: number;
      readonly connections: number;
    }
  /**
   * Clients that read large bodies one after another, an exact number of them. Left out where the scenario has no
   * streams.
   */
  | {
      readonly kind: 'stream';
      readonly slicesPerArm: number;
      readonly requestsPerSlice: number;
      readonly streams: number;
    }
  /** Requests at a fixed rate, whether or not earlier ones were answered. Gives latency under load. */
  | {
      readonly kind: 'open';
      readonly slicesPerArm: number;
      readonly sliceMs: number;
      /** `auto`: half of what the slowest arm sustains, as the pilot found. */
      readonly ratePerSecond: number | 'auto';
    };

export type PhaseKind = Phase['kind'];

/** Has the scenario requests for this kind of phase? */
export function appliesTo(kind: PhaseKind, { requests }: Pick<Scenario, 'requests'>): boolean {
  if (kind === 'closed') return requests.some(fitsClosedLoop);
  return kind !== 'stream' || requests.some((request) => request.kind === 'stream');
}

/** How much is measured in a round. */
export interface Profile {
  readonly name: ProfileName;
  /** Start-and-stop cycles per arm and round, the last of which stays up for the load. */
  readonly startupCycles: number;
  /** Turns, thrown away, that warm all arms alike; as many at most where the CPU per request is not steady yet. */
  readonly warmup: { readonly turns: number; readonly maxTurns: number };
  readonly phases: readonly Phase[];
}

/**
 * How rounds become outcomes. Settled before the first round and kept with the run, so that no later version judges it
 * otherwise.
 */
export interface Decision {
  /** The round counts at which the analysis may decide; the last is the most rounds that are judged. */
  readonly looks: readonly number[];
  /**
   * Chance of any false "regressed" or "improved" over the gate metrics of one arm and all looks. Split evenly over
   * arms and scenarios.
   */
  readonly alpha: number;
  /** The share of `alpha` that may be spent by each look, cumulated: 0 at a look that cannot call a change. */
  readonly spending: readonly number[];
  /**
   * One-sided repeated bounds at 5 % over all looks: at each look, how many of the extreme Walsh averages lie beyond
   * the bound; null: no bound yet.
   */
  readonly boundRanks: readonly (number | null)[];
  /** The same for two-sided repeated intervals at 95 %, for one metric alone: what reports print. */
  readonly intervalRanks: readonly (number | null)[];
  /** The metrics that the verdict is about: the family of the joint test. */
  readonly gateMetrics: readonly MetricId[];
  /**
   * The smallest relative regression to catch, of every metric: 0.05 is 5 %. For failed requests the smallest rise of
   * their share.
   */
  readonly limits: Readonly<Record<MetricId, number>>;
  /** Seed of the sign patterns that are drawn where there are too many to enumerate. */
  readonly seed: number;
}

/** The load's settings. */
export interface LoadPlan {
  readonly connections: number;
  readonly requestTimeoutMs: number;
}

/** What the seed decided about one round before anything was measured. */
export interface PlannedRound {
  readonly index: number;
  /** Arm names in the order of the round's first slice; slices go through it forwards, then backwards, and again. */
  readonly armOrder: readonly string[];
  /**
   * Length of a meaningless environment variable, 0 to 4096: it moves the stack, so that layout luck is noise and not
   * bias (Mytkowicz 2009).
   */
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
  /** Absent: no arm asks for one, and none is started. */
  readonly database?: DatabaseChoice;
  /** Absent: everything is connected directly. */
  readonly condition?: Condition;
  /** Absent: everything runs where the kernel puts it. */
  readonly pinnedCores?: PinnedCores;
  readonly seed: number;
  /** No new round is begun after this; absent: only the looks end the run. */
  readonly budgetMs?: number;
  readonly decision: Decision;
  /** Stop at the look at which a gate metric has regressed. */
  readonly failFast: boolean;
  /** How many good rounds are wanted at most. */
  readonly maxRounds: number;
  /** More than that: the spare ones at the end replace rounds that turn out invalid. */
  readonly rounds: readonly PlannedRound[];
}
