import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../model/machine.js';

/** What is no code of the user's own: installed, or the history of it. */
const leftOut = new Set(['node_modules', '.git']);
/** Code is smaller; a folder that holds more holds data too, and is not read through before every run. */
const mostBytes = 64 * 2 ** 20;

/**
 * Paths of the regular files below a folder, in an order that does not depend on the file system. Links are not
 * followed.
 */
function filesBelow(folder: string, within = ''): string[] {
  return readdirSync(join(folder, within), { withFileTypes: true })
    .filter(({ name }) => !leftOut.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(within, entry.name);
      if (entry.isDirectory()) return filesBelow(folder, path);
      return entry.isFile() ? [path] : [];
    });
}

/**
 * The SHA-256 of the code in a folder, as hex: of every file's path, length and content. Absent, with the reason, where
 * the folder cannot be read or holds more than 64 MiB.
 */
export function digestOfFolder(folder: string): Reading<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for (const path of filesBelow(folder)) {
      bytes += statSync(join(folder, path)).size;
      if (bytes > mostBytes) return { state: 'absent', reason: 'the folder holds more than 64 MiB' };
      const content = readFileSync(join(folder, path));
      hash.update(`${path}\0${content.length}\0`).update(content);
    }
  } catch (error) {
    return { state: 'absent', reason: `it cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
  return { state: 'value', value: hash.digest('hex') };
}
