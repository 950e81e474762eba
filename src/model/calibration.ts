import type { Absence } from './absence.js';
import type { MetricId } from './metrics.js';
import type { Plan, ProfileName } from './plan.js';
import type { DatabaseFacts, HostFacts } from './surroundings.js';

/** How noisy one metric is on this machine, from the same server under both names. */
export interface CalibratedMetric {
  readonly metric: MetricId;
  readonly roundCount: number;
  /** Standard deviation of the rounds' ln(after/before). */
  readonly roundSd: number;
  /**
   * The part of it that more turns in a round would lessen: the standard deviation of one turn's. 0 for metrics that do
   * not come from turns.
   */
  readonly turnSd: number;
  /** The part that no number of turns would lessen: fresh processes of the same server differ by this. */
  readonly processSd: number;
  /** after/before of a server against itself: 1 but for noise. */
  readonly ratio: number;
  /** Exact signed-rank p-value of the hypothesis that the two are the same. */
  readonly p: number;
  /** The change that the profile's last look finds four times in five: 0.04 is 4 %. */
  readonly detectableEffect: number | undefined;
  /** The look by which identical arms pass nine times in ten; absent when no look of the profile gets there. */
  readonly roundsNeeded: number | undefined;
}

/** How the servers were loaded, as far as their noise depends on it. */
export interface LoadSettings {
  readonly connections: number;
  /** `auto`: half of what the slowest arm sustains; also where the profile has no open loop. */
  readonly ratePerSecond: number | 'auto';
  /** Servers, database and load generator were kept on cores of their own. */
  readonly pinned: boolean;
}

/** How a plan loads its servers. */
export function loadSettingsOf({ load, profile, pinnedCores }: Plan): LoadSettings {
  const open = profile.phases.find(({ kind }) => kind === 'open');
  return {
    connections: load.connections,
    ratePerSecond: open?.kind === 'open' ? open.ratePerSecond : 'auto',
    pinned: pinnedCores !== undefined,
  };
}

/** What the parts of a round cost, so that the time of one with more or fewer turns is known. */
export interface RoundCost {
  /** Everything that does not depend on how much is measured: fresh data, start-ups, collections, stops. */
  readonly fixedMs: number;
  /** One request to every arm, one after another. */
  readonly turnMs: number;
  /** All other phases together: closed loop, streams, open loop. */
  readonly otherPhasesMs: number;
}

/** This machine's noise, kept to be held against later runs on the same machine. */
export interface Calibration {
  readonly schemaVersion: 4;
  readonly runId: string;
  readonly startedAtIso: string;
  readonly scenarioName: string;
  readonly profileName: ProfileName;
  readonly load: LoadSettings;
  readonly host: HostFacts;
  readonly databaseKind: DatabaseFacts['kind'] | undefined;
  readonly turnsPerRound: number;
  readonly roundCost: RoundCost;
  /** Median share of a core that other programs used during a round; absent where the platform cannot tell. */
  readonly foreignCpuShare: number | undefined;
  readonly roundsUsed: number;
  readonly roundsRedone: number;
  readonly metrics: readonly CalibratedMetric[];
  readonly notMeasurable: readonly { readonly metric: MetricId; readonly reason: Absence }[];
  /** Metrics in which the rig itself prefers one side: it must not gate. Empty for a fair one. */
  readonly biasedMetrics: readonly MetricId[];
}
