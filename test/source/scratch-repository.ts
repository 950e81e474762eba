import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const identity = {
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.org',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.org',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** Runs git in a folder and gives what it printed. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...identity } }).trim();
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Makes a repository whose commits hold these files, one after another. */
export function makeRepository(folder: string, ...commits: readonly Readonly<Record<string, string>>[]): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  for (const [index, files] of commits.entries()) {
    write(folder, files);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', `commit ${index + 1}`);
  }
  return folder;
}

/** All that a bench must leave as it was. */
export function stateOf(folder: string): string {
  const asked = [
    ['status', '--porcelain', '--ignored'],
    ['worktree', 'list'],
    ['branch', '--all'],
    ['rev-parse', 'HEAD'],
  ];
  return asked.map((args) => git(folder, ...args)).join('\n');
}
