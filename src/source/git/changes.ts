import { cpSync, existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Commands } from '../commands.js';
import { git, type Repository } from './repository.js';

/** What is never part of a change: installed, or the history of a submodule. */
const leftOut = new Set(['node_modules', '.git']);

/**
 * Makes a checkout of HEAD what the user's tree is now: changed and untracked files are copied, deleted ones deleted;
 * what git ignores stays where it is. Gives how many files that were.
 */
export async function bringChanges(commands: Commands, { folder }: Repository, checkout: string): Promise<number> {
  const args = ['status', '--porcelain', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=none'];
  const { stdout } = await git(commands, folder, args);
  // Two letters of state, a space, and the path.
  const paths = stdout
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.slice(3));
  for (const path of paths) {
    const [from, to] = [join(folder, path), join(checkout, path)];
    rmSync(to, { recursive: true, force: true });
    if (!existsSync(from)) continue;
    const filter = (each: string) => !leftOut.has(basename(each));
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
  }
  return paths.length;
}
