import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Calibration } from '../../model/calibration.js';
import { fingerprintOf } from '../../model/fingerprint.js';
import { makeFolder } from './make-folder.js';
import { calibration } from './schema/calibration.js';
import { StoreError } from './store-error.js';

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

  /**
   * Creates the folder, if need be, and checks that it can be written to. Throws the file system's error when it
   * cannot.
   */
  prepare(): void {
    makeFolder(this.folder);
    accessSync(this.folder, constants.W_OK);
  }

  /**
   * The calibration made for just this; `undefined` where there is none. Throws StoreError for a file that cannot be
   * read.
   */
  find(about: About): Calibration | undefined {
    const path = this.#pathOf(about);
    if (!existsSync(path)) return undefined;
    const value = parsed(path);
    // One of another version of lotus-bench is none of ours, and no mistake.
    if ((value as Partial<Calibration> | null)?.schemaVersion !== 4) return undefined;
    const found = calibration.safeParse(value);
    if (!found.success) throw unreadable(path, z.prettifyError(found.error).split('\n')[0] ?? '');
    return fingerprintOf(found.data) === fingerprintOf(about) ? found.data : undefined;
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

function unreadable(path: string, error: string): StoreError {
  return new StoreError({ kind: 'unreadable', path, error });
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unreadable(path, (error as Error).message);
  }
}
