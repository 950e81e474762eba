import { type Commands, type Ended, isMissing, SourceError } from '../commands.js';

/** A repository of the user's. It is read, and never written to. */
export interface Repository {
  /** The top of the working tree. */
  readonly folder: string;
  /** Where objects and references are, also for a worktree of another one. */
  readonly gitFolder: string;
  readonly shallow: boolean;
}

/** Asks git in a folder, without a pager, a prompt or the user's hooks. */
export async function git(commands: Commands, folder: string, args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  try {
    return await commands.run('git', ['-c', 'core.hooksPath=/dev/null', ...args], { folder, env });
  } catch (error) {
    if (isMissing(error)) throw new SourceError({ kind: 'no-git' });
    throw error;
  }
}

/** The repository that a folder lies in. Throws SourceError where there is none, or git refuses it. */
export async function repositoryAt(commands: Commands, folder: string): Promise<Repository> {
  const asked = ['--show-toplevel', '--path-format=absolute', '--git-common-dir', '--is-shallow-repository'];
  const { exitCode, stdout, output } = await git(commands, folder, ['rev-parse', ...asked]);
  if (output.some((line) => line.includes('dubious ownership')))
    throw new SourceError({ kind: 'foreign-owner', folder });
  const [top, gitFolder, shallow] = stdout.trim().split('\n');
  if (exitCode !== 0 || !top || !gitFolder) throw new SourceError({ kind: 'no-repository', folder });
  return { folder: top, gitFolder, shallow: shallow === 'true' };
}

/** The commit that a reference names. Throws SourceError with what could have been meant. */
export async function resolveCommit(commands: Commands, repository: Repository, reference: string): Promise<string> {
  // A reference that begins with a dash would be an option.
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`];
  const { exitCode, stdout } = await git(commands, repository.folder, args);
  if (exitCode === 0) return stdout.trim();
  if (reference === 'HEAD') throw new SourceError({ kind: 'no-commit', folder: repository.folder });
  const refs = await git(commands, repository.folder, ['for-each-ref', '--format=%(refname:short)']);
  const known = refs.stdout.split('\n').filter(Boolean);
  throw new SourceError({ kind: 'unknown-reference', reference, known, shallow: repository.shallow });
}

/** Settings at the top of a folder that git ignores and a server often needs: `.env` and its like. */
export async function ignoredSettings(commands: Commands, folder: string): Promise<readonly string[]> {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--', '.env*', '*.local.*'];
  const { stdout } = await git(commands, folder, args);
  return stdout.split('\n').filter((file) => file !== '' && !file.includes('/'));
}
