import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Arm, GitSource } from '../../model/arm.js';
import type { Reading } from '../../model/machine.js';
import { fill } from '../../model/placeholders.js';
import type { ProgressEvent } from '../../model/progress.js';
import type { SourceFacts } from '../../model/record.js';
import type { Warden } from '../../rig/guard/warden.js';
import { digestOfFolder } from '../../source/digest.js';
import { ModuleCache } from '../../source/install/module-cache.js';
import { prepareCheckout } from '../../source/prepare-checkout.js';
import { guardedCommands } from './commands.js';

/** An arm's code, ready to be started from. */
export interface ArmSource {
  readonly folder: string;
  readonly facts: SourceFacts;
}

/** What the code of arms is made ready with. */
export interface SourceSurroundings {
  readonly repository: string;
  readonly warden: Warden;
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
}

/** Every arm's code, by the arm's name; checkouts are made one after the other. Throws SourceError. */
export async function prepareSources(
  arms: readonly Arm[],
  surroundings: SourceSurroundings,
): Promise<ReadonlyMap<string, ArmSource>> {
  const sources = new Map<string, ArmSource>();
  // Arms often share a folder: it is read once.
  const digests = new Map<string, Reading<string>>();
  let parent: string | undefined;
  for (const arm of arms) {
    const { name, source } = arm;
    if (source.kind === 'git') {
      parent ??= surroundings.warden.makeTemporaryDirectory();
      sources.set(name, await checkedOut(arm, source, join(parent, `arm${sources.size}`), surroundings));
      continue;
    }
    const folder = fill(source.path, { repository: surroundings.repository });
    const sha256 = digests.get(folder) ?? digestOfFolder(folder);
    digests.set(folder, sha256);
    sources.set(name, { folder, facts: { armName: name, sha256 } });
  }
  return sources;
}

/** A checkout of the arm's own, also where another arm has the same commit: paths are of equal length. */
async function checkedOut(
  { name, nodeBinary }: Arm,
  source: GitSource,
  folder: string,
  { warden, signal, onProgress }: SourceSurroundings,
): Promise<ArmSource> {
  mkdirSync(folder);
  const { reference } = source;
  const named = reference === undefined ? {} : { reference };
  const checkout = await prepareCheckout(guardedCommands(warden, signal), {
    source,
    folder,
    nodeVersion: nodeBinary === undefined ? process.version : versionOf(nodeBinary),
    env: { ...process.env, PATH: pathWith(nodeBinary ?? process.execPath) },
    cache: new ModuleCache(),
    onStep: (step) => onProgress({ kind: 'source', armName: name, ...named, step }),
  });
  return { folder: checkout.folder, facts: { armName: name, sha256: checkout.sha256, checkout: checkout.facts } };
}

function versionOf(nodeBinary: string): string {
  return execFileSync(nodeBinary, ['--version'], { encoding: 'utf8' }).trim();
}

/** The PATH on which this Node is found first. */
function pathWith(nodeBinary: string): string {
  return [dirname(nodeBinary), process.env.PATH ?? ''].join(delimiter);
}
