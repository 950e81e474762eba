import type { MachineFacts } from '../../model/machine.js';
import { sampleActivity } from './activity.js';
import { governorsOf, turboState } from './clock-speed.js';
import { cpuQuota } from './control-groups.js';
import { databaseCandidates } from './databases.js';
import { realRoots } from './files.js';
import { pinningGround } from './pinning-ground.js';
import { availableMemory, memoryFolder, openFileLimit, sharedMemory } from './room.js';

const sampleMs = 1500;

/** Everything that decides whether this machine is fit to measure. Takes about two seconds: it watches the machine for a while. */
export async function readMachine(repository: string): Promise<MachineFacts> {
  const roots = realRoots;
  // The programs that are asked for their versions work; the sample comes first, while the bench is idle.
  const activity = await sampleActivity(sampleMs);
  const { cores, taskset } = pinningGround(roots);
  return {
    nodeVersion: process.version,
    cores,
    governors: governorsOf(roots, cores.state === 'value' ? cores.value : []),
    turbo: turboState(roots),
    cpuQuota: cpuQuota(roots),
    activity,
    availableMemoryBytes: availableMemory(roots),
    memoryFolder: memoryFolder(sharedMemory),
    openFiles: openFileLimit(roots),
    taskset,
    databases: await databaseCandidates(repository),
  };
}
