import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTicks } from '../../machine/processes/proc.js';
import { StoreError } from './store-error.js';

/** Who writes to a folder. Its id alone may be another process's by now. */
interface Holder {
  readonly pid: number;
  readonly startTicks: number | undefined;
}

function isAlive({ pid, startTicks: ticks }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return ticks === undefined || startTicks(pid) === ticks;
}

/**
 * Who holds a lock; undefined where there is none, or what is there is no lock: one that was cut while it was written.
 */
function holderOf(path: string): Holder | undefined {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof found.pid === 'number' ? { pid: found.pid, startTicks: found.startTicks } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Gives a file another name, unless there is one of that name already; gives whether it did. */
function linkedAs(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
  }
  return copiedAs(from, to);
}

/** The same where the file system knows no links, as some shared folders of virtual machines. */
function copiedAs(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock of a run that is gone. Gives who holds it after all: another run may have been quicker. */
function removeStale(path: string, aside: string): Holder | undefined {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const taken = holderOf(aside);
  const holder = taken && isAlive(taken) ? taken : undefined;
  if (holder) linkedAs(aside, path);
  rmSync(aside);
  return holder;
}

/**
 * Makes a folder this process's own until the function that it gives is called, or the process ends. The lock of a
 * process that no longer runs is taken over. Throws StoreError while another run has it, and the file system's error
 * when there can be no lock.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const own = `${path}.${process.pid}`;
  const me: Holder = { pid: process.pid, startTicks: startTicks(process.pid) };
  // Written aside and linked: a lock is never seen half written.
  writeFileSync(own, JSON.stringify(me));
  try {
    while (!linkedAs(own, path)) {
      const holder = holderOf(path);
      const alive = holder && isAlive(holder) ? holder : removeStale(path, `${own}.stale`);
      if (alive) throw new StoreError({ kind: 'in-use', folder, holderPid: alive.pid });
    }
  } finally {
    rmSync(own);
  }
  const release = () => {
    process.off('exit', release);
    rmSync(path, { force: true });
  };
  process.once('exit', release);
  return release;
}
