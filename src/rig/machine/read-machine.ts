import type { MachineFacts, Reading } from '../../model/machine.js';
import { onPath } from '../on-path.js';
import { sampleActivity } from './activity.js';
import { governorsOf, turboState } from './clock-speed.js';
import { cpuQuota } from './control-groups.js';
import { allowedCores } from './cores.js';
import { databaseCandidates } from './databases.js';
import { absent, realRoots, value } from './files.js';
import { availableMemory, memoryFolder, openFileLimit, sharedMemory } from './room.js';

const sampleMs = 1500;

/** Where `taskset` is, which pins processes to cores. */
export function findTaskset(): Reading<string> {
  const path = onPath('taskset');
  return path === undefined ? absent('no taskset on the PATH') : value(path);
}

/** Everything that decides whether this machine is fit to measure. Takes about two seconds: it watches the machine for a while. */
export async function readMachine(repository: string): Promise<MachineFacts> {
  const roots = realRoots;
  // The programs that are asked for their versions work; the sample comes first, while the bench is idle.
  const activity = await sampleActivity(sampleMs);
  const cores = allowedCores(roots);
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
    taskset: findTaskset(),
    databases: await databaseCandidates(repository),
  };
}
