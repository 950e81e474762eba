import type { Arm } from '../model/arm.js';
import type { Placeholders } from '../model/placeholders.js';
import type { RunningDatabase } from '../rig/database/database.js';

/** What the placeholders of all arms of a run have in common. */
export interface SharedPlaceholders {
  readonly repository: string;
  /** An empty one. */
  readonly folder: string;
  readonly port: string;
  readonly seed: string;
}

/**
 * What an arm's placeholders stand for, with the folder of its code; its database is made, and empty. Throws what the
 * database says (DatabaseError, RigError).
 */
export async function placeholdersOf(
  arm: Arm,
  source: string,
  shared: SharedPlaceholders,
  database: RunningDatabase | undefined,
): Promise<Placeholders> {
  const own = { ...shared, source };
  return database ? { ...own, database: await database.createFor(arm.name) } : own;
}
