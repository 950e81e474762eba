import { join } from 'node:path';
import type { Warden } from '../guard/warden.js';
import { SetupError } from '../rig-error.js';

/**
 * The longest path of a unix domain socket in bytes: 108 with the closing zero on Linux, 104 elsewhere (unix(7)). A
 * longer one is cut without a word, and two that are cut alike are one (nodejs/node issue 48316).
 */
const longestPath = 103;
/** Used where the system's own temporary folder is too far down. */
const shortParent = '/tmp';
const shortDirectories = new WeakMap<Warden, string>();

/**
 * A path for a socket of this name in a directory that only this run uses: the one given, or a short one where that has
 * too long a name. Throws SetupError where there is no short one.
 */
export function socketPath(directory: string, name: string, warden: Warden): string {
  const path = join(directory, `${name}.sock`);
  if (Buffer.byteLength(path) <= longestPath) return path;
  try {
    const short = shortDirectories.get(warden) ?? warden.makeTemporaryDirectory(shortParent);
    shortDirectories.set(warden, short);
    return join(short, `${name}.sock`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError({ kind: 'long-temporary-folder', folder: directory });
  }
}
