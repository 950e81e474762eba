import type { LoadDriver } from '../load/driver.js';
import type { Plan, PlannedRound } from '../model/plan.js';
import type { ProgressEvent } from '../model/progress.js';
import type { RunningDatabase } from '../rig/database.js';
import type { Warden } from '../rig/warden.js';

/** What stays up for a whole run, and what every round needs. */
export interface Stage {
  readonly plan: Plan;
  readonly warden: Warden;
  readonly database: RunningDatabase;
  /** Each arm's own database, by arm name. */
  readonly databaseUris: Readonly<Record<string, string>>;
  readonly load: LoadDriver;
  /** The folder of lotus-bench itself, for `{repository}` in commands. */
  readonly repository: string;
  /** Gone when the run ends, however it ends. */
  readonly temporaryDirectory: string;
  readonly emit: (event: ProgressEvent) => void;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** The load of one round, as the pilot settled it. */
export interface RoundLoad {
  readonly ratePerSecond: number;
  readonly openSlicesPerArm: number;
}

/** One round to be measured. */
export interface RoundOrder {
  readonly planned: PlannedRound;
  readonly attempt: number;
  readonly load: RoundLoad;
}
