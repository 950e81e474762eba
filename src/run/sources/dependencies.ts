import type { Source } from '../../model/arm.js';
import { startWarden } from '../../rig/guard/warden.js';
import { haveSameDependencies } from '../../source/git/dependencies.js';
import { guardedCommands } from './commands.js';

/** Would two arms have the same packages installed? Folders that are no checkouts bring their own: nobody can tell. */
export async function sameDependencies(one: Source, other: Source): Promise<boolean> {
  if (one.kind !== 'git' || other.kind !== 'git') return true;
  const warden = await startWarden();
  try {
    return await haveSameDependencies(guardedCommands(warden, new AbortController().signal), one, other);
  } finally {
    await warden.close();
  }
}
