import type { MetricId } from './metrics.js';
import type { ProfileName } from './plan.js';
import type { DatabaseFacts, HostFacts } from './surroundings.js';

/** How noisy one metric is on this machine, from the same server under both names. */
export interface CalibratedMetric {
  readonly metric: MetricId;
  readonly roundCount: number;
  /** Standard deviation of the rounds' ln(after/before). */
  readonly roundSd: number;
  /** The part of it that more slices per round would lessen: the standard deviation of one slice pair. 0 where slices play no part. */
  readonly sliceSd: number;
  /** The part that no number of slices would lessen: fresh processes of the same server differ by this. */
  readonly processSd: number;
  /** after/before of a server against itself: 1 but for noise. */
  readonly ratio: number;
  /** Exact signed-rank p that the two are the same. */
  readonly p: number;
  /** The change that the profile's last look finds four times in five: 0.04 is 4 %. */
  readonly detectableEffect: number | undefined;
  /** The look at which "no difference" is certain four times in five; absent when no look of the profile gets there. */
  readonly roundsNeeded: number | undefined;
}

/** What a round takes, so that the time of one with more or fewer slices is known; medians. */
export interface RoundCost {
  readonly roundMs: number;
  readonly openSlicesPerArm: number;
  /** Of one open slice of every arm. */
  readonly slicePairMs: number;
}

/** This machine's noise, kept to be held against later runs on the same machine. */
export interface Calibration {
  readonly schemaVersion: 2;
  readonly runId: string;
  readonly startedAtIso: string;
  readonly scenarioName: string;
  readonly profileName: ProfileName;
  readonly host: HostFacts;
  readonly databaseKind: DatabaseFacts['kind'] | undefined;
  readonly requestsPerRound: number;
  /** What a round took. */
  readonly roundCost: RoundCost;
  /** Median share of a core that other programs used during a round; absent where the platform cannot tell. */
  readonly foreignCpuShare: number | undefined;
  readonly roundsUsed: number;
  readonly roundsRedone: number;
  readonly metrics: readonly CalibratedMetric[];
  readonly notMeasurable: readonly { readonly metric: MetricId; readonly reason: string }[];
  /** Metrics in which the rig itself prefers one side: it must not gate. Empty for a fair one. */
  readonly biasedMetrics: readonly MetricId[];
}
