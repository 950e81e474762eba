import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckoutFacts } from '../model/source.js';
import { type Commands, SourceError } from './commands.js';
import { type CheckOutCommand, checkOut } from './git/check-out.js';
import { type InstallCommand, install } from './install/install.js';

export interface PrepareCommand extends CheckOutCommand, Omit<InstallCommand, 'folder' | 'reference'> {
  /** Files of the user's tree that git ignores and the server needs, relative to its top. Nothing else is carried over. */
  readonly carry: readonly string[];
}

/**
 * Makes an empty folder hold one commit, installed and built, ready to be started. Throws SourceError; files to carry are
 * looked for before anything takes time.
 */
export async function prepareCheckout(commands: Commands, command: PrepareCommand): Promise<CheckoutFacts> {
  const { repository, reference, commit, folder, carry } = command;
  for (const file of carry) {
    if (!existsSync(join(repository.folder, file)))
      throw new SourceError({ kind: 'missing-file', file, folder: repository.folder });
  }
  await checkOut(commands, command);
  for (const file of carry) cpSync(join(repository.folder, file), join(folder, file), { recursive: true });
  return { reference, commit, carried: carry, ...(await install(commands, command)) };
}
