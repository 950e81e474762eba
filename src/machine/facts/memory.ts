import { accessSync, constants, statfsSync } from 'node:fs';
import type { MemoryFolder, Reading } from '../../model/machine.js';
import { memoryLimitBytes } from './control-groups.js';
import { absent, type MachineRoots, textOf, value } from './files.js';

/** Where Linux has a file system in memory that any user may write to. */
export const sharedMemory = '/dev/shm';

/** Memory that can be had without swapping, in bytes: what the kernel estimates, within what a control group allows. */
export function availableMemory(roots: MachineRoots): Reading<number> {
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(textOf(roots.proc, 'meminfo') ?? '')?.[1];
  if (kilobytes === undefined) return absent('no MemAvailable in /proc/meminfo');
  return value(Math.min(Number(kilobytes) * 1024, memoryLimitBytes(roots) ?? Number.POSITIVE_INFINITY));
}

/** How many files this process, and whatever it starts, may have open. */
export function openFileLimit({ proc }: MachineRoots): Reading<number | 'unlimited'> {
  const soft = /^Max open files\s+(\S+)/m.exec(textOf(proc, 'self/limits') ?? '')?.[1];
  if (soft === undefined) return absent('no open-file limit in /proc/self/limits');
  return value(soft === 'unlimited' ? soft : Number(soft));
}

/** Whether database files can be kept in this folder, and the room in it. */
export function memoryFolder(path: string): MemoryFolder {
  try {
    accessSync(path, constants.W_OK);
    const { bavail, bsize } = statfsSync(path);
    return { state: 'writable', path, freeBytes: bavail * bsize };
  } catch (error) {
    return { state: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'none' : 'read-only', path };
  }
}
