import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageManager } from '../../model/source.js';

/** What a folder's package.json and lock file say about its dependencies. */
export interface Manifest {
  readonly manager: PackageManager;
  /** Absent: none is there. */
  readonly lockFile: string | undefined;
  readonly lockSha256: string | undefined;
  readonly hasDependencies: boolean;
  /** Packages of its own with dependencies in folders of their own. */
  readonly hasWorkspaces: boolean;
  readonly scripts: readonly string[];
  /** Installs just what the lock file says. */
  readonly installCommand: readonly string[];
}

const lockFiles: readonly (readonly [file: string, manager: PackageManager])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
];

function installCommand(folder: string, manager: PackageManager, locked: boolean): readonly string[] {
  if (manager === 'npm') return ['npm', locked ? 'ci' : 'install', '--no-audit', '--no-fund'];
  if (manager === 'pnpm') return ['pnpm', 'install', '--frozen-lockfile'];
  // Yarn 2 and later have a settings file of another name, and renamed the flag.
  return ['yarn', 'install', existsSync(join(folder, '.yarnrc.yml')) ? '--immutable' : '--frozen-lockfile'];
}

/** Reads them; undefined for a folder without a package.json. Throws SyntaxError for one that is not JSON. */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  const read = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object | undefined>;
  const [lockFile, manager] = lockFiles.find(([file]) => existsSync(join(folder, file))) ?? [undefined, 'npm' as const];
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];
  return {
    manager,
    lockFile,
    lockSha256:
      lockFile &&
      createHash('sha256')
        .update(readFileSync(join(folder, lockFile)))
        .digest('hex'),
    hasDependencies: kinds.some((kind) => Object.keys(read[kind] ?? {}).length > 0),
    hasWorkspaces: read.workspaces !== undefined || existsSync(join(folder, 'pnpm-workspace.yaml')),
    scripts: Object.keys(read.scripts ?? {}),
    installCommand: installCommand(folder, manager, lockFile !== undefined),
  };
}
