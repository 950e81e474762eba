import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = new URL('../../../../', import.meta.url);

/** The version of the package, as users know it. */
export function toolVersion(): string {
  return JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8')).version;
}

/**
 * The version and a digest of the code that runs: `0.1.0+1a2b3c4d`. A run is resumed by the very same code, not by any
 * that bears its number.
 */
export function toolIdentity(): string {
  const hash = createHash('sha256');
  for (const room of ['dist/src/', 'dist/scenarios/']) {
    const folder = fileURLToPath(new URL(room, packageFolder));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    for (const name of files.toSorted()) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return `${toolVersion()}+${hash.digest('hex').slice(0, 8)}`;
}
