import type { Arm } from '../model/arm.js';
import { fill } from '../model/placeholders.js';
import type { SourceFacts } from '../model/record.js';
import { digestOfFolder } from '../source/digest.js';

/** The folder of an arm's code. */
export function sourceFolderOf({ source }: Arm, shared: { readonly repository: string }): string {
  return fill(source.path, shared);
}

/** What each arm's code is now, in their order. */
export function sourcesOf(arms: readonly Arm[], repository: string): SourceFacts[] {
  return arms.map((arm) => ({
    armName: arm.name,
    sha256: digestOfFolder(sourceFolderOf(arm, { repository })),
  }));
}
