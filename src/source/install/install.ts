import { dirname } from 'node:path';
import type { CheckoutStep, InstallFacts } from '../../model/source.js';
import { type Commands, isMissing, SourceError } from '../commands.js';
import { type Manifest, readManifest } from './manifest.js';
import type { ModuleCache } from './module-cache.js';

/** A checked-out folder to make runnable. */
export interface InstallCommand {
  /** The top of the checkout. */
  readonly top: string;
  /** Where the server's code begins: the top, or below it. */
  readonly folder: string;
  /** As the user wrote it, for messages. */
  readonly reference: string;
  /** The Node that will run it: native modules are built for it. */
  readonly nodeVersion: string;
  /** Has that Node first on its PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** The user's own build command; absent: the package's `build` script, or `prepare`, where there is one. */
  readonly build?: string;
  readonly cache: ModuleCache;
  readonly onStep: (step: CheckoutStep) => void;
}

/**
 * Installs what the lock file says, or takes it from the cache, and builds. Throws SourceError with the failed command.
 */
export async function install(commands: Commands, command: InstallCommand): Promise<InstallFacts> {
  const { folder, onStep } = command;
  const [at, manifest] = manifestFor(command);
  const dependencies = manifest ? await dependenciesOf(commands, command, at, manifest) : 'none';
  const own = readManifest(folder);
  const build = command.build ?? (own && buildScript(own, manifest ?? own));
  if (build !== undefined) {
    onStep('build');
    await must(commands, { ...command, at: folder }, 'build', ['sh', '-c', build]);
  }
  return { packageManager: manifest?.manager, lockSha256: manifest?.lockSha256, dependencies, build };
}

/** The package to install: the nearest one, from the server's folder up to the top, that has a lock file. */
function manifestFor({ top, folder }: InstallCommand): [at: string, manifest: Manifest | undefined] {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = readManifest(at);
    if (manifest?.lockFile !== undefined) return [at, manifest];
    if (at === top) return [folder, readManifest(folder)];
  }
}

async function dependenciesOf(
  commands: Commands,
  command: InstallCommand,
  at: string,
  manifest: Manifest,
): Promise<InstallFacts['dependencies']> {
  if (!manifest.hasDependencies && !manifest.hasWorkspaces) return 'none';
  command.onStep('install');
  if (command.cache.restore(at, manifest, command.nodeVersion)) return 'cached';
  try {
    await must(commands, { ...command, at }, 'install', manifest.installCommand);
  } catch (error) {
    const { manager, lockFile = '' } = manifest;
    if (isMissing(error)) throw new SourceError({ kind: 'no-package-manager', manager, lockFile });
    throw error;
  }
  command.cache.keep(at, manifest, command.nodeVersion);
  return manifest.lockFile === undefined ? 'unlocked' : 'installed';
}

function buildScript({ scripts }: Manifest, { manager }: Manifest): string | undefined {
  const name = ['build', 'prepare'].find((script) => scripts.includes(script));
  return name && `${manager} run ${name}`;
}

async function must(
  commands: Commands,
  { at, env, reference }: Pick<InstallCommand, 'env' | 'reference'> & { readonly at: string },
  step: 'install' | 'build',
  [program = '', ...args]: readonly string[],
): Promise<void> {
  const { exitCode, output } = await commands.run(program, args, { folder: at, env });
  if (exitCode === 0) return;
  const shown = step === 'build' ? (args.at(-1) ?? '') : [program, ...args].join(' ');
  throw new SourceError({ kind: 'step-failed', step, reference, command: shown, exitCode, output });
}
