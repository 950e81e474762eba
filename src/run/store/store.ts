import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExperimentsRecord } from '../../model/experiments-record.js';
import type { RunRecord } from '../../model/record.js';
import { lockFolder } from './folder-lock.js';
import { makeFolder } from './make-folder.js';
import { StoreError } from './store-error.js';

/** What the system says of a file for which there is no room. */
const full: ReadonlySet<string> = new Set(['ENOSPC', 'EFBIG', 'EDQUOT']);

/**
 * Writes a file whole: beside itself, then renamed, so that a crash or a full disk leaves the one before it. Throws
 * StoreError.
 */
function writeWhole(path: string, text: string): void {
  const partPath = `${path}.part`;
  try {
    writeFileSync(partPath, text);
    renameSync(partPath, path);
  } catch (error) {
    rmSync(partPath, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StoreError({ kind: 'unwritable', path, error: code ?? message, full: full.has(code ?? '') });
  }
}

/** The record of a run on disk, written whole after every round. */
export class RecordStore {
  readonly folder: string;
  readonly recordPath: string;
  readonly #release: () => void;

  private constructor(folder: string) {
    this.folder = folder;
    this.recordPath = join(folder, 'record.json');
    this.#release = lockFolder(folder);
  }

  /**
   * Makes the folder, proves that it can be written to, and keeps every other run out of it until this process ends.
   * Throws StoreError while another run is in it, else the file system's error.
   */
  static open(folder: string): RecordStore {
    makeFolder(folder);
    return new RecordStore(folder);
  }

  /** Throws StoreError. */
  save(record: RunRecord | ExperimentsRecord<string, unknown>): void {
    writeWhole(this.recordPath, `${JSON.stringify(record)}\n`);
  }

  /** Gives the path. Throws StoreError. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeWhole(path, text);
    return path;
  }

  /** Lets others in. */
  close(): void {
    this.#release();
  }
}
