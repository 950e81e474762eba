import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ourBadgePrefix } from '../../machine/processes/our-processes.js';
import { SetupError } from '../rig-error.js';
import type { WardenCommand } from './warden-process.js';

/** Sees to it that nothing outlives the bench, not even after SIGKILL. */
export interface Warden {
  guard(kind: 'process' | 'group', id: number): void;
  release(id: number): void;
  /**
   * A new directory that is gone when the run is. `parent` defaults to the system's. Throws SetupError where none can
   * be made.
   */
  makeTemporaryDirectory(parent?: string): string;
  removeDirectory(path: string): void;
  /** Ends the warden; what is still guarded is killed and removed. */
  close(): Promise<void>;
}

/**
 * Starts the warden as a process of its own, in a session of its own, so that a terminal's Ctrl-C does not reach it.
 */
export async function startWarden(): Promise<Warden> {
  const program = fileURLToPath(new URL('./warden-process.js', import.meta.url));
  const child = spawn(process.execPath, [program], { detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
  await once(child, 'spawn');
  child.unref();
  const exited = once(child, 'exit');
  const tell = (command: WardenCommand) => child.stdin.write(`${JSON.stringify(command)}\n`);
  tell({ badgePrefix: ourBadgePrefix });
  return {
    guard: (kind, id) => void tell({ guard: kind, id }),
    release: (id) => void tell({ release: id }),
    makeTemporaryDirectory(parent = tmpdir()) {
      const path = newDirectory(parent);
      tell({ guardDirectory: path });
      return path;
    },
    removeDirectory(path) {
      rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
      tell({ releaseDirectory: path });
    },
    async close() {
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}

function newDirectory(parent: string): string {
  try {
    return mkdtempSync(join(parent, 'lotus-bench-'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SetupError({ kind: 'temporary-folder', folder: parent, errorCode: String(code) });
  }
}
