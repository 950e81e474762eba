import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Family } from '../../machine/processes/family.js';
import type { ProcessEnd } from '../../model/failure.js';

/** How a process ended; undefined while it runs. */
export function endOf(child: ChildProcess): ProcessEnd | undefined {
  if (child.signalCode) return { kind: 'killed', signal: child.signalCode };
  return child.exitCode === null ? undefined : { kind: 'exited', code: child.exitCode };
}

/** Signals a process, or a group by its negative id; gives whether there was one. */
function signal(id: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(id, name);
    return true;
  } catch (error) {
    // ESRCH: nobody is left.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

const lookEveryMs = 10;
const maxLooks = 200;

/**
 * Stops a process group that `child` leads: TERM, wait, KILL, wait until nobody is left. With a family, also those of
 * it that have left the group, and what it cost is looked at before anybody ends who is not waited for. Resolves to
 * whether the leader had to be killed.
 */
export async function stopGroup(child: ChildProcess, graceMs: number, family?: Family): Promise<boolean> {
  const groupId = child.pid;
  if (groupId === undefined) return false;
  const exited =
    endOf(child) === undefined
      ? new Promise<void>((resolve) => child.once('exit', () => resolve()))
      : Promise.resolve();
  family?.look();
  signal(-groupId, 'SIGTERM');
  const patience = new AbortController();
  const late = delay(graceMs, false, { signal: patience.signal }).catch(() => false);
  const graceful = await Promise.race([exited.then(() => true), late]);
  patience.abort();
  const survivors = () => (family?.look() ?? []).filter(({ isZombie }) => !isZombie);
  // The leader's children may still be there, whether it went gracefully or not.
  const strays = survivors().filter((member) => member.groupId !== groupId);
  for (const { pid } of strays) signal(pid, 'SIGKILL');
  const someLeft = signal(-groupId, 'SIGKILL') || strays.length > 0;
  await exited;
  const isGone = () => (family ? survivors().length === 0 : !signal(-groupId, 0));
  for (let i = 0; someLeft && i < maxLooks && !isGone(); i++) await delay(lookEveryMs);
  family?.close();
  return !graceful;
}
