import type { LoadDriver } from '../../load/driver.js';
import type { Phase, Plan, PlannedRound } from '../../model/plan.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { RunningDatabase } from '../../rig/database/database.js';
import type { Warden } from '../../rig/guard/warden.js';

/** What stays up for a whole run, and what every round needs. */
export interface RunContext {
  readonly plan: Plan;
  readonly warden: Warden;
  readonly database: RunningDatabase;
  /** What each arm's servers get besides their own settings: where its data is. By arm name. */
  readonly armEnv: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly load: LoadDriver;
  /** The folder of lotus-bench itself, for `{repository}` in commands. */
  readonly repository: string;
  /** Gone when the run ends, however it ends. */
  readonly temporaryDirectory: string;
  readonly emit: (event: ProgressEvent) => void;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** One round to be measured. */
export interface RoundCommand {
  readonly planned: PlannedRound;
  readonly attempt: number;
  /** Settled: without an `auto`. */
  readonly phases: readonly Phase[];
}
