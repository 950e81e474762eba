import { existsSync, realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { GitSource, Source } from '../../model/arm.js';
import type { SourceProblem } from '../../model/source.js';
import { startWarden } from '../../rig/guard/warden.js';
import { type Commands, SourceError } from '../../source/commands.js';
import { repositoryAt, resolveCommit } from '../../source/git/repository.js';
import { guardedCommands } from './commands.js';

/** Where an arm's code is to come from, as the user says it. */
export interface WantedSource {
  /** `.`, `git:main`, or a folder. */
  readonly from: string;
  /** Relative to where lotus-bench was started. */
  readonly carry: readonly string[];
  readonly build?: string;
}

/** A source, or why it cannot be had. */
export type Resolved =
  | { readonly state: 'good'; readonly source: Source }
  | { readonly state: 'wrong'; readonly problem: SourceProblem };

/**
 * Finds what each wanted source means, before anything is started: a branch may move while a run goes on. `.` is the
 * folder itself where no arm wants a commit; beside one it gets a checkout too, so that both are built alike, and a
 * stale build is never measured.
 */
export async function resolveSources(
  wanted: readonly WantedSource[],
  cwd: string,
  signal: AbortSignal,
): Promise<Resolved[]> {
  const withCommits = wanted.some(({ from }) => from.startsWith('git:'));
  if (!withCommits) return wanted.map(({ from }) => folderSource(resolve(cwd, from)));
  const warden = await startWarden();
  try {
    const commands = guardedCommands(warden, signal);
    const resolved: Resolved[] = [];
    for (const each of wanted) resolved.push(await resolveOne(commands, each, cwd));
    return resolved;
  } finally {
    await warden.close();
  }
}

function folderSource(path: string): Resolved {
  return existsSync(path)
    ? { state: 'good', source: { kind: 'folder', path } }
    : { state: 'wrong', problem: { kind: 'no-folder', folder: path } };
}

async function resolveOne(commands: Commands, wanted: WantedSource, cwd: string): Promise<Resolved> {
  const { from, carry, build } = wanted;
  const isReference = from.startsWith('git:');
  const folder = isReference ? cwd : resolve(cwd, from);
  if (!existsSync(folder)) return folderSource(folder);
  const reference = isReference ? from.slice('git:'.length) : undefined;
  try {
    const repository = await repositoryAt(commands, folder);
    const commit = await resolveCommit(commands, repository, reference ?? 'HEAD');
    const missing = carry.find((file) => !existsSync(resolve(folder, file)));
    if (missing !== undefined) return { state: 'wrong', problem: { kind: 'missing-file', file: missing, folder } };
    const source: GitSource = {
      kind: 'git',
      repository: repository.folder,
      within: relative(repository.folder, realpathSync(folder)),
      ...(reference === undefined ? {} : { reference }),
      commit,
      carry,
      ...(build === undefined ? {} : { build }),
    };
    return { state: 'good', source };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    // A folder that is in no repository is a folder like any other.
    if (!isReference && error.problem.kind === 'no-repository') return folderSource(folder);
    return { state: 'wrong', problem: error.problem };
  }
}
