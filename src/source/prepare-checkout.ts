import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GitSource } from '../model/arm.js';
import type { Reading } from '../model/machine.js';
import type { CheckoutFacts, CheckoutStep } from '../model/source.js';
import { type Commands, SourceError } from './commands.js';
import { digestOfFolder } from './digest.js';
import { bringChanges } from './git/changes.js';
import { checkOut } from './git/check-out.js';
import { bringDependencies } from './git/dependencies.js';
import { ignoredSettings, repositoryAt } from './git/repository.js';
import { install } from './install/install.js';
import type { ModuleCache } from './install/module-cache.js';

/** One arm's code to be had from a repository. */
export interface PrepareCommand {
  readonly source: GitSource;
  /** An empty folder. */
  readonly folder: string;
  /** The Node that will run it: native modules are built for it. */
  readonly nodeVersion: string;
  /** Has that Node first on its PATH. */
  readonly env: NodeJS.ProcessEnv;
  readonly cache: ModuleCache;
  readonly onStep: (step: CheckoutStep) => void;
}

/** A folder that is ready to be started from. */
export interface Checkout {
  /** Where the server's code begins in it. */
  readonly folder: string;
  /** Of the files as they were checked out, before anything was installed or built. */
  readonly sha256: Reading<string>;
  readonly facts: CheckoutFacts;
}

/** Makes an empty folder hold what an arm is to run, installed and built. Throws SourceError. */
export async function prepareCheckout(commands: Commands, command: PrepareCommand): Promise<Checkout> {
  const { source, folder: top, onStep } = command;
  const { reference, commit, carry, within } = source;
  const repository = await repositoryAt(commands, source.repository);
  const named = reference ?? 'the tree as it is';
  await checkOut(commands, { repository, reference: named, commit, folder: top, onStep });
  const changedFiles = reference === undefined ? await bringChanges(commands, repository, top) : undefined;
  const folder = join(top, within);
  if (!existsSync(folder)) throw new SourceError({ kind: 'no-folder', folder: `${within} of ${named}` });
  await bringDependencies(commands, source, folder);
  const theirs = join(repository.folder, within);
  for (const file of carry) {
    if (!existsSync(join(theirs, file))) throw new SourceError({ kind: 'missing-file', file, folder: theirs });
    cpSync(join(theirs, file), join(folder, file), { recursive: true });
  }
  const sha256 = digestOfFolder(folder);
  const leftBehind = (await ignoredSettings(commands, theirs)).filter((file) => !carry.includes(file));
  const installed = await install(commands, { ...command, ...source, reference: named, top, folder });
  return {
    folder,
    sha256,
    facts: { commit, ...(changedFiles === undefined ? {} : { changedFiles }), leftBehind, ...installed },
  };
}
