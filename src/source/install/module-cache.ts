import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from './manifest.js';

/**
 * Dependencies that were installed once, by lock file and Node version: installing takes longer than measuring. A copy
 * is handed out, never a link: what one arm's server writes into its modules is not the other's.
 */
export class ModuleCache {
  readonly #folder: string;

  constructor(folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lotus-bench', 'modules')) {
    this.#folder = folder;
  }

  /** Fills the folder's node_modules from the cache; gives whether it was there. */
  restore(folder: string, manifest: Manifest, nodeVersion: string): boolean {
    const kept = this.#pathOf(manifest, nodeVersion);
    if (kept === undefined || !existsSync(kept)) return false;
    copy(kept, join(folder, 'node_modules'));
    return true;
  }

  /** Keeps what was installed. A second bench that does so at the same time keeps the same. */
  keep(folder: string, manifest: Manifest, nodeVersion: string): void {
    const path = this.#pathOf(manifest, nodeVersion);
    const installed = join(folder, 'node_modules');
    if (path === undefined || existsSync(path) || !existsSync(installed)) return;
    mkdirSync(this.#folder, { recursive: true });
    this.#removeLeftovers();
    const part = `${path}.${process.pid}.part`;
    try {
      copy(installed, part);
      if (!existsSync(path)) renameSync(part, path);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  }

  /** Parts of entries whose bench was killed while it wrote them. */
  #removeLeftovers(): void {
    for (const name of readdirSync(this.#folder)) {
      const [, pid] = /\.(\d+)\.part$/.exec(name) ?? [];
      if (pid !== undefined && !isAlive(Number(pid)))
        rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }

  /**
   * undefined: without a lock file nobody knows what was installed, and workspaces install into more than one folder.
   */
  #pathOf({ manager, lockSha256, hasWorkspaces }: Manifest, nodeVersion: string): string | undefined {
    if (lockSha256 === undefined || hasWorkspaces) return undefined;
    const key = [manager, lockSha256, nodeVersion, process.platform, process.arch].join(' ');
    return join(this.#folder, createHash('sha256').update(key).digest('hex').slice(0, 32));
  }
}

function copy(from: string, to: string): void {
  // Blocks are shared where the file system can (ioctl_ficlone(2)).
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
