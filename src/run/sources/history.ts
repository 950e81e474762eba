import type { Commit } from '../../model/bisect.js';
import type { SourceProblem } from '../../model/source.js';
import { startWarden } from '../../rig/guard/warden.js';
import { type Commands, SourceError } from '../../source/commands.js';
import { git, repositoryAt, resolveCommit } from '../../source/git/repository.js';
import { guardedCommands } from './commands.js';

/** What lies between two commits, or what is wrong with each of them. */
export type History =
  | {
      readonly state: 'good';
      readonly good: Commit;
      /** The oldest first; the last is the bad one. */
      readonly commits: readonly Commit[];
    }
  | { readonly state: 'wrong'; readonly problems: readonly { of: 'good' | 'bad'; problem: SourceProblem }[] };

/**
 * The commits after `good` up to `bad`, along first parents: a merged branch is one step, as it was for those who work
 * on the main line.
 */
export async function historyBetween(good: string, bad: string, cwd: string, signal: AbortSignal): Promise<History> {
  const warden = await startWarden();
  try {
    const commands = guardedCommands(warden, signal);
    const [from, to] = [await commitAt(commands, cwd, good), await commitAt(commands, cwd, bad)];
    const problems = [
      ...('problem' in from ? [{ of: 'good' as const, problem: from.problem }] : []),
      ...('problem' in to ? [{ of: 'bad' as const, problem: to.problem }] : []),
    ];
    if ('problem' in from || 'problem' in to) return { state: 'wrong', problems };
    const range = ['--first-parent', '--reverse', '--ancestry-path', `${from.sha}..${to.sha}`];
    const [listed, [goodCommit]] = [await log(commands, cwd, range), await log(commands, cwd, ['-1', from.sha])];
    if (listed.length > 0 && goodCommit) return { state: 'good', good: goodCommit, commits: listed };
    return { state: 'wrong', problems: [{ of: 'good', problem: { kind: 'no-ancestor', good, bad } }] };
  } finally {
    await warden.close();
  }
}

async function commitAt(commands: Commands, cwd: string, reference: string) {
  try {
    return { sha: await resolveCommit(commands, await repositoryAt(commands, cwd), reference) };
  } catch (error) {
    if (error instanceof SourceError) return { problem: error.problem };
    throw error;
  }
}

async function log(commands: Commands, cwd: string, args: readonly string[]): Promise<Commit[]> {
  const { stdout } = await git(commands, cwd, ['log', '-z', '--format=%H%x1f%s%x1f%an%x1f%aI', ...args]);
  return stdout
    .split('\0')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      const [sha = '', subject = '', authorName = '', authoredAtIso = ''] = entry.trim().split('\x1f');
      return { sha, subject, authorName, authoredAtIso };
    });
}
