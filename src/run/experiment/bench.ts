import type { LoadDriver } from '../../load/driver.js';
import type { Arm } from '../../model/arm.js';
import type { Placeholders } from '../../model/placeholders.js';
import type { Scenario } from '../../model/scenario.js';
import type { RunningDatabase } from '../../rig/database/database.js';
import type { Warden } from '../../rig/guard/warden.js';
import type { RunningLinks } from '../../rig/link/link.js';
import type { Lane } from './lane.js';

/** What every step of every experiment works with. */
export interface Bench {
  readonly subject: Scenario;
  readonly warden: Warden;
  readonly load: LoadDriver;
  readonly links: RunningLinks;
  /** What the placeholders of all arms stand for, but their database and code. */
  readonly shared: Placeholders;
  /** Where an arm's code is. */
  readonly folderOf: (arm: Arm) => string;
  readonly temporaryDirectory: string;
  /** The one that arms are connected to now; an outage may put another in its place. Absent: no arm asks for one. */
  database: RunningDatabase | undefined;
  /** Another database with the same data, for when the first one is killed. */
  readonly startAnother: () => Promise<RunningDatabase>;
  readonly signal: AbortSignal;
}

/** What a step is given: the arms that have not failed, in an order drawn for it. */
export interface StepContext {
  readonly bench: Bench;
  readonly lanes: readonly Lane[];
  readonly env: Readonly<Record<string, string>>;
  readonly seed: number;
}
