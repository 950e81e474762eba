import type { MachineFacts } from '../../model/machine.js';
import { sampleActivity } from './activity.js';
import { governorsOf, turboState } from './clock-speed.js';
import { cpuQuota } from './control-groups.js';
import { realRoots } from './files.js';
import { availableMemory, memoryFolder, openFileLimit, sharedMemory } from './memory.js';
import { pinningGround } from './pinning-facts.js';

const sampleMs = 1500;

/**
 * Everything that decides whether this machine is fit to measure, but the databases on it. Takes about two seconds: it
 * watches the machine for a while.
 */
export async function readMachine(): Promise<Omit<MachineFacts, 'databases'>> {
  const roots = realRoots;
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
  };
}
