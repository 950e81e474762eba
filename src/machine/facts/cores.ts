import type { Reading } from '../../model/machine.js';
import { absent, type MachineRoots, textOf, value } from './files.js';

/** `0-2,5` as 0, 1, 2, 5: the list format of the kernel. */
function coreNumbers(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** The cores that this process may run on: what the machine has, less what a cpuset or `taskset` took away. */
export function allowedCores({ proc }: MachineRoots): Reading<readonly number[]> {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(textOf(proc, 'self/status') ?? '')?.[1];
  return list === undefined ? absent('no Cpus_allowed_list in /proc/self/status') : value(coreNumbers(list));
}
