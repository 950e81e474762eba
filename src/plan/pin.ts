import type { MachineFacts } from '../model/machine.js';
import type { PinnedCores } from '../model/pinning.js';
import type { Plan } from '../model/plan.js';
import { type Checked, type Mistake, unlessMistaken } from './checked.js';

/** What pinning needs to know of the machine. */
type Ground = Pick<MachineFacts, 'cores' | 'taskset'>;

/**
 * Lays the parts of a run out over the cores that may be used: the load generator on the last, the database on the one
 * before it, the servers on the rest. On two cores database and load share one, because it is the servers that are
 * measured.
 */
export function layOutCores({ cores, taskset }: Ground): Checked<PinnedCores> {
  const mistake = (problem: string) => ({ where: '--pin', problem: `${problem}, or leave --pin out` });
  const mistakes: Mistake[] = [];
  if (taskset.state === 'absent') mistakes.push(mistake(`${taskset.reason}; install util-linux`));
  if (cores.state === 'absent') mistakes.push(mistake(`the cores cannot be told (${cores.reason}); use Linux`));
  const numbers = cores.state === 'value' ? cores.value : [];
  if (numbers.length === 1)
    mistakes.push(mistake('there is one core to run on, and nothing to keep apart; take a machine with 2 or more'));
  const load = numbers.slice(-1);
  return unlessMistaken(mistakes, () =>
    numbers.length === 2
      ? { servers: numbers.slice(0, 1), database: load, load }
      : { servers: numbers.slice(0, -2), database: numbers.slice(-2, -1), load },
  );
}

/**
 * Why a run that was pinned cannot go on here: other cores, or no means to pin. Empty when it can, or was not pinned.
 */
export function mistakesInRepinning({ pinnedCores }: Plan, ground: () => Ground): Mistake[] {
  if (!pinnedCores) return [];
  const now = layOutCores(ground());
  const parts = ['servers', 'database', 'load'] as const;
  if (now.state === 'good' && parts.every((part) => now.value[part].join() === pinnedCores[part].join())) return [];
  return [{ where: '--resume', problem: 'it was pinned to cores that are not laid out so any more; start a new run' }];
}
