import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** How a process ended, in words. */
export function endOf(child: ChildProcess): string | undefined {
  if (child.signalCode) return `ended by ${child.signalCode}`;
  if (child.exitCode !== null) return `exited with code ${child.exitCode}`;
  return undefined;
}

function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // ESRCH: nobody of the group is left.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/**
 * Stops a process group that `child` leads: TERM, wait, KILL, wait until nobody is left.
 * Resolves to whether it had to be killed.
 */
export async function stopGroup(child: ChildProcess, graceMs: number): Promise<boolean> {
  const groupId = child.pid;
  if (groupId === undefined) return false;
  const exited =
    endOf(child) === undefined
      ? new Promise<void>((resolve) => child.once('exit', () => resolve()))
      : Promise.resolve();
  signalGroup(groupId, 'SIGTERM');
  const graceful = await Promise.race([exited.then(() => true), delay(graceMs, false, { ref: false })]);
  // The leader's children may still be there, whether it went gracefully or not.
  const someLeft = signalGroup(groupId, 'SIGKILL');
  await exited;
  for (let i = 0; someLeft && i < 200 && signalGroup(groupId, 0); i++) await delay(10);
  return !graceful;
}
