import type { CheckoutFacts } from '../../model/source.js';
import { type Commands, isMissing, SourceError } from '../commands.js';
import { type Manifest, readManifest } from './manifest.js';
import type { ModuleCache } from './module-cache.js';

/** A checked-out folder to make runnable. */
export interface InstallCommand {
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
}

type Installed = Pick<CheckoutFacts, 'packageManager' | 'lockSha256' | 'dependencies' | 'build'>;

/** Installs what the lock file says, or takes it from the cache, and builds. Throws SourceError with the failed command. */
export async function install(commands: Commands, command: InstallCommand): Promise<Installed> {
  const manifest = readManifest(command.folder);
  const dependencies = manifest ? await dependenciesOf(commands, command, manifest) : 'none';
  const build = command.build ?? (manifest && buildScript(manifest));
  if (build !== undefined) await must(commands, command, 'build', ['sh', '-c', build]);
  return { packageManager: manifest?.manager, lockSha256: manifest?.lockSha256, dependencies, build };
}

async function dependenciesOf(
  commands: Commands,
  command: InstallCommand,
  manifest: Manifest,
): Promise<CheckoutFacts['dependencies']> {
  if (!manifest.hasDependencies) return 'none';
  if (command.cache.restore(command.folder, manifest, command.nodeVersion)) return 'cached';
  try {
    await must(commands, command, 'install', manifest.installCommand);
  } catch (error) {
    const { manager, lockFile = '' } = manifest;
    if (isMissing(error)) throw new SourceError({ kind: 'no-package-manager', manager, lockFile });
    throw error;
  }
  command.cache.keep(command.folder, manifest, command.nodeVersion);
  return manifest.lockFile === undefined ? 'unlocked' : 'installed';
}

function buildScript({ scripts, manager }: Manifest): string | undefined {
  const name = ['build', 'prepare'].find((script) => scripts.includes(script));
  return name && `${manager} run ${name}`;
}

async function must(
  commands: Commands,
  { folder, env, reference }: InstallCommand,
  step: 'install' | 'build',
  [program = '', ...args]: readonly string[],
): Promise<void> {
  const { exitCode, output } = await commands.run(program, args, { folder, env });
  if (exitCode === 0) return;
  const shown = step === 'build' ? (args.at(-1) ?? '') : [program, ...args].join(' ');
  throw new SourceError({ kind: 'step-failed', step, reference, command: shown, exitCode, output });
}
