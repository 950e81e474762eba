import { readMachine as readComputer } from '../machine/facts/read-machine.js';
import type { MachineFacts } from '../model/machine.js';
import { databaseCandidates } from '../rig/database/candidates.js';

/** What this machine is, for those who may not reach into its rooms. */
export { connectionLimits } from '../machine/facts/limits.js';
export { pinningGround } from '../machine/facts/pinning-facts.js';
export { findNode, knownNodes } from '../machine/node-binaries.js';
export { hostFacts } from '../machine/quietness.js';

/**
 * Everything that decides whether this machine is fit to measure; the databases that `--db` could take are asked for
 * their versions.
 */
export async function readMachine(repository: string): Promise<MachineFacts> {
  // Programs that are asked for their versions work: the machine is watched first, while the bench is idle.
  const computer = await readComputer();
  return { ...computer, databases: await databaseCandidates(repository) };
}
