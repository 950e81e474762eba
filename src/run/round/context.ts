import type { LoadDriver } from '../../load/driver.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { Phase, Plan, PlannedRound } from '../../model/plan.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { RunningDatabase } from '../../rig/database/database.js';
import type { Warden } from '../../rig/guard/warden.js';
import type { ArmLinks } from './arm-links.js';

/** What stays up for a whole run, and what every round needs. */
export interface RunContext {
  readonly plan: Plan;
  readonly warden: Warden;
  /** Undefined: no arm asks for one. */
  readonly database: RunningDatabase | undefined;
  /** What the placeholders of target and arm stand for, by arm name. */
  readonly placeholders: Readonly<Record<string, Placeholders>>;
  readonly load: LoadDriver;
  /** Undefined: everything is connected directly. */
  readonly links: ArmLinks | undefined;
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
