import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calibration } from '../../model/calibration.js';
import { fingerprintOf } from '../../model/fingerprint.js';
import { makeFolder } from './make-folder.js';

/** What a calibration is looked up by. */
type About = Parameters<typeof fingerprintOf>[0];

/**
 * The calibrations in a folder: one file for each machine, database, scenario and profile, the last one made. One of
 * another machine, database, scenario or profile is never given out, even where a file was renamed or copied: its own
 * content is asked.
 */
export class CalibrationStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Creates the folder, if need be, and checks that it can be written to. Throws the file system's error when it cannot. */
  prepare(): void {
    makeFolder(this.folder);
    accessSync(this.folder, constants.W_OK);
  }

  /** The calibration made for just this; `undefined` where there is none. Throws an Error that names a file that cannot be read. */
  find(about: About): Calibration | undefined {
    const path = this.#pathOf(about);
    if (!existsSync(path)) return undefined;
    let found: Partial<Calibration>;
    try {
      found = JSON.parse(readFileSync(path, 'utf8')) as Partial<Calibration>;
    } catch (error) {
      throw new Error(`${path} cannot be read (${(error as Error).message})`);
    }
    if (found.schemaVersion !== 4) return undefined;
    const calibration = found as Calibration;
    return fingerprintOf(calibration) === fingerprintOf(about) ? calibration : undefined;
  }

  /** Writes the calibration whole, in place of the one before it, and gives its path. */
  save(calibration: Calibration): string {
    const path = this.#pathOf(calibration);
    const part = `${path}.${process.pid}.part`;
    writeFileSync(part, `${JSON.stringify(calibration, null, 2)}\n`);
    renameSync(part, path);
    return path;
  }

  #pathOf(about: About): string {
    const hash = createHash('sha256').update(fingerprintOf(about)).digest('hex').slice(0, 12);
    const scenario = about.scenarioName.replace(/[^\w-]+/g, '_');
    return join(this.folder, `${scenario}-${about.profileName}-${hash}.json`);
  }
}
