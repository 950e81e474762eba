import type { GitSource } from '../../model/arm.js';
import type { SourceFacts } from '../../model/record.js';
import type { CheckoutStep, SourceProblem } from '../../model/source.js';
import { counted, listed, plainText } from './plain-text.js';

/** How much of a commit's id is shown. */
const abbreviated = 10;

/** Names to choose from, no more than are read. */
const maxNames = 8;

function knownText(known: readonly string[]): string {
  const named = known.slice(0, maxNames).map(plainText);
  const more = known.length - named.length;
  const verb = known.length === 1 ? 'is' : 'are';
  return known.length === 0 ? '' : `; there ${verb} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why code could not be had, with the remedy: one line, but for the last output of a command that failed. */
export function sourceProblemText(problem: SourceProblem): string {
  switch (problem.kind) {
    case 'no-git':
      return 'git was not found on the PATH; install it, or name a folder instead of git:…';
    case 'no-repository':
      return `${problem.folder} is in no git repository; start lotus-bench inside it, or name a folder instead of git:…`;
    case 'no-folder':
      return `there is no folder ${problem.folder}; name one that is there, or git:REFERENCE for a commit`;
    case 'no-commit':
      return `the repository ${problem.folder} has no commit yet; make one, or compare folders`;
    case 'foreign-owner':
      return `git refuses the repository ${problem.folder}, which belongs to another user; run: git config --global --add safe.directory ${problem.folder}`;
    case 'unknown-reference': {
      const remedy = problem.shallow
        ? '; this clone is shallow: fetch the history (git fetch --unshallow, or fetch-depth: 0 in CI)'
        : knownText(problem.known);
      return `git knows no commit "${plainText(problem.reference)}"${remedy}`;
    }
    case 'no-ancestor':
      return `no commit leads from ${plainText(problem.good)} to ${plainText(problem.bad)}; the good one must be an ancestor of the bad one`;
    case 'no-package-manager':
      return `${problem.lockFile} needs ${problem.manager}, which was not found on the PATH; install it (corepack enable ${problem.manager})`;
    case 'missing-file':
      return `there is no file ${problem.file} in ${problem.folder} to carry over; leave it out, or write its path from there`;
    case 'step-failed': {
      const end = problem.exitCode === undefined ? 'was ended by a signal' : `exited with code ${problem.exitCode}`;
      const output = problem.output.map((line) => `\n  | ${plainText(line)}`).join('');
      return `${plainText(problem.command)} ${end} for ${plainText(problem.reference)}${output}`;
    }
  }
}

const steps: Readonly<Record<CheckoutStep, string>> = {
  checkout: 'checking out',
  submodules: 'filling the submodules of',
  install: 'installing the dependencies of',
  build: 'building',
};

/** A reference as the user wrote it; a whole commit id is shortened as git does. */
function referenceText(reference: string | undefined): string {
  if (reference === undefined) return 'the tree as it is';
  return /^[0-9a-f]{40,64}$/.test(reference) ? reference.slice(0, abbreviated) : plainText(reference);
}

/** `before: installing the dependencies of main` */
export function checkoutStepText(armName: string, reference: string | undefined, step: CheckoutStep): string {
  return `${plainText(armName)}: ${steps[step]} ${referenceText(reference)}`;
}

/** `git main at 1a2b3c4d5e`, `the tree as it is, 2 files changed since 1a2b3c4d5e`. */
export function sourceText({ reference, commit }: GitSource, facts: SourceFacts | undefined): string {
  const short = commit.slice(0, abbreviated);
  const { changedFiles } = facts?.checkout ?? {};
  if (reference !== undefined) return `git ${referenceText(reference)} at ${short}`;
  return changedFiles === 0 || changedFiles === undefined
    ? `the tree as it is at ${short}`
    : `the tree as it is, ${counted(changedFiles, 'file')} changed since ${short}`;
}

/** How an arm's dependencies came and what built it; empty for one that has neither. */
export function installText({ checkout }: SourceFacts): string {
  if (!checkout) return '';
  const { packageManager = 'npm', dependencies, build } = checkout;
  const came = {
    none: [],
    cached: [`dependencies as ${packageManager} installed them before for the same lock file`],
    installed: [`dependencies installed by ${packageManager} from the lock file`],
    unlocked: [`dependencies installed by ${packageManager} without a lock file: another day may bring others`],
  }[dependencies];
  return [...came, ...(build === undefined ? [] : [`built by ${plainText(build)}`])].join(', ');
}

/** Settings that the checkout of an arm lacks, for one whose server did not come up. */
export function leftBehindText(armName: string, files: readonly string[]): string {
  const them = files.length === 1 ? 'it' : 'them';
  const flags = files.map((file) => `--carry ${plainText(file)}`).join(' ');
  return `git ignores ${listed(files.map(plainText))}, so the checkout of ${plainText(armName)} lacks ${them}; if the server needs ${them}, add ${flags}`;
}
