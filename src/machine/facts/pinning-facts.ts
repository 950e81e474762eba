import type { MachineFacts } from '../../model/machine.js';
import { onPath } from '../on-path.js';
import { allowedCores } from './cores.js';
import { absent, realRoots, value } from './files.js';

/** What pinning needs: the cores that may be used, and the `taskset` that does it. */
export function pinningGround(roots = realRoots): Pick<MachineFacts, 'cores' | 'taskset'> {
  const path = onPath('taskset');
  return {
    cores: allowedCores(roots),
    taskset: path === undefined ? absent('no taskset on the PATH') : value(path),
  };
}
