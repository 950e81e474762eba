import type { Arm } from '../model/arm.js';
import type { Reading } from '../model/machine.js';
import { fill } from '../model/placeholders.js';
import type { SourceFacts } from '../model/record.js';
import { digestOfFolder } from '../source/digest.js';

/** The folder of an arm's code. */
export function sourceFolderOf({ source }: Arm, shared: { readonly repository: string }): string {
  return fill(source.path, shared);
}

/** What each arm's code is now, in their order. */
export function sourcesOf(arms: readonly Arm[], repository: string): SourceFacts[] {
  // Arms often share a folder: it is read once.
  const digests = new Map<string, Reading<string>>();
  return arms.map((arm) => {
    const folder = sourceFolderOf(arm, { repository });
    const sha256 = digests.get(folder) ?? digestOfFolder(folder);
    digests.set(folder, sha256);
    return { armName: arm.name, sha256 };
  });
}
