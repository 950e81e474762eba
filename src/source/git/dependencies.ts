import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitSource } from '../../model/arm.js';
import type { Commands } from '../commands.js';
import { git } from './repository.js';

/** Files that say which packages are installed. */
const manifests = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
] as const;

type Where = Pick<GitSource, 'repository' | 'within'>;

/** A file as it is at a commit, or in the tree where there is no reference; undefined where there is none. */
async function fileAt(
  commands: Commands,
  { repository, within }: Where,
  { reference, commit }: NonNullable<GitSource['dependencies']>,
  name: string,
): Promise<string | undefined> {
  const place = within === '' ? name : `${within}/${name}`;
  if (reference === undefined) return existsSync(join(repository, place)) ? join(repository, place) : undefined;
  const { exitCode, stdout } = await git(commands, repository, [
    'rev-parse',
    '--verify',
    '--quiet',
    `${commit}:${place}`,
  ]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

/**
 * Gives a checkout the packages of another commit, or of the tree as it is: its manifests take the place of its own.
 */
export async function bringDependencies(
  commands: Commands,
  { repository, within, dependencies }: GitSource,
  folder: string,
): Promise<void> {
  if (!dependencies) return;
  for (const name of manifests) {
    const found = await fileAt(commands, { repository, within }, dependencies, name);
    rmSync(join(folder, name), { force: true });
    if (found === undefined) continue;
    if (dependencies.reference === undefined) copyFileSync(found, join(folder, name));
    else writeFileSync(join(folder, name), (await git(commands, repository, ['cat-file', 'blob', found])).stdout);
  }
}

/** Would two sources of one repository have the same packages installed? */
export async function haveSameDependencies(commands: Commands, one: GitSource, other: GitSource): Promise<boolean> {
  const digest = async ({ repository, within, reference, commit }: GitSource, name: string) => {
    const at = { ...(reference === undefined ? {} : { reference }), commit };
    const found = await fileAt(commands, { repository, within }, at, name);
    if (found === undefined || reference !== undefined) return found;
    return (await git(commands, repository, ['hash-object', '--', found])).stdout.trim();
  };
  for (const name of manifests) if ((await digest(one, name)) !== (await digest(other, name))) return false;
  return true;
}
