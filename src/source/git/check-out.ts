import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckoutStep } from '../../model/source.js';
import { type Commands, SourceError } from '../commands.js';
import { git, type Repository } from './repository.js';

/** One commit to be put into a folder. */
export interface CheckOutCommand {
  readonly repository: Repository;
  /** As the user wrote it, for messages. */
  readonly reference: string;
  readonly commit: string;
  /** An empty folder. */
  readonly folder: string;
  readonly onStep: (step: CheckoutStep) => void;
}

/**
 * Puts a commit into a folder as a repository of its own that borrows the objects of the user's
 * (gitrepository-layout(5), objects/info/alternates). A `git worktree` would be listed in the user's repository, and
 * stay there after a SIGKILL; this leaves no trace in it. Tags come along, so that builds may ask `git describe`.
 * Throws SourceError.
 */
export async function checkOut(commands: Commands, command: CheckOutCommand): Promise<void> {
  const { repository, reference, commit, folder, onStep } = command;
  const step = async (name: 'checkout' | 'submodules', args: readonly string[]) => {
    const { exitCode, output } = await git(commands, folder, args);
    if (exitCode === 0) return;
    const shown = `git ${args.join(' ')}`;
    throw new SourceError({ kind: 'step-failed', step: name, reference, command: shown, exitCode, output });
  };
  onStep('checkout');
  const format = await git(commands, repository.folder, ['rev-parse', '--show-object-format']);
  await step('checkout', ['init', '--quiet', '--template=', `--object-format=${format.stdout.trim() || 'sha1'}`]);
  borrow(repository, join(folder, '.git'));
  const origin = await git(commands, repository.folder, ['config', '--get', 'remote.origin.url']);
  // Relative addresses of submodules are relative to it.
  await step('checkout', ['config', 'remote.origin.url', origin.stdout.trim() || repository.folder]);
  await step('checkout', ['-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--detach', commit]);
  if (!existsSync(join(folder, '.gitmodules'))) return;
  onStep('submodules');
  await step('submodules', ['submodule', 'update', '--init', '--recursive', '--quiet']);
}

function borrow({ gitFolder }: Repository, own: string): void {
  mkdirSync(join(own, 'objects', 'info'), { recursive: true });
  writeFileSync(join(own, 'objects', 'info', 'alternates'), `${join(gitFolder, 'objects')}\n`);
  for (const name of ['shallow', 'packed-refs', 'refs/tags']) {
    const path = join(gitFolder, name);
    if (existsSync(path)) cpSync(path, join(own, name), { recursive: true });
  }
}
