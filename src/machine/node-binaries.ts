import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { onPath } from './on-path.js';

/** Where version managers keep what they installed: the folders of versions, and the path of `node` in each. */
function managedFolders(): readonly (readonly [folder: string, within: string])[] {
  const home = homedir();
  return [
    [join(process.env.NVM_DIR ?? join(home, '.nvm'), 'versions', 'node'), 'bin/node'],
    [join(process.env.FNM_DIR ?? join(home, '.local', 'share', 'fnm'), 'node-versions'), 'installation/bin/node'],
    [join(process.env.VOLTA_HOME ?? join(home, '.volta'), 'tools', 'image', 'node'), 'bin/node'],
    [join(process.env.ASDF_DATA_DIR ?? join(home, '.asdf'), 'installs', 'nodejs'), 'bin/node'],
  ];
}

/** `24`, `v24.1`: does a version begin with it? */
function isOf(version: string, wanted: string): boolean {
  const plain = version.replace(/^v/, '');
  return plain === wanted || plain.startsWith(`${wanted}.`);
}

/** Every Node that a version manager installed here, by version, the newest last. */
function managed(): { readonly version: string; readonly path: string }[] {
  return managedFolders()
    .flatMap(([folder, within]) =>
      existsSync(folder)
        ? readdirSync(folder).map((version) => ({ version, path: join(folder, version, within) }))
        : [],
    )
    .filter(({ path }) => existsSync(path))
    .toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

/**
 * The binary of a Node: by its path, relative to `cwd`; or by a version, `24` or `v22.11`, of the Node that runs this,
 * of `node24` on the PATH, or of a version manager (nvm, fnm, Volta, asdf), the newest that fits. Undefined where there
 * is none.
 */
export function findNode(wanted: string, cwd: string): string | undefined {
  const version = wanted.replace(/^v/, '');
  if (!/^\d+(\.\d+){0,2}$/.test(version)) {
    const path = isAbsolute(wanted) || /[\\/]/.test(wanted) ? resolve(cwd, wanted) : onPath(wanted);
    return path !== undefined && existsSync(path) ? path : undefined;
  }
  if (isOf(process.version, version)) return process.execPath;
  const [major = ''] = version.split('.');
  const named = version === major ? (onPath(`node${major}`) ?? onPath(`node-${major}`)) : undefined;
  return named ?? managed().findLast((each) => isOf(each.version, version))?.path;
}

/** The versions that `findNode` can find, for a message. */
export function knownNodes(): readonly string[] {
  return [process.version, ...managed().map(({ version }) => version)];
}
