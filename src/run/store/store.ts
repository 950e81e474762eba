import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../model/record.js';
import { lockFolder } from './folder-lock.js';
import { makeFolder } from './make-folder.js';

/** A file of the run could not be written. What was saved before is whole. */
export class StoreError extends Error {
  constructor(path: string, { code, message }: NodeJS.ErrnoException) {
    const full = code === 'ENOSPC' || code === 'EFBIG' || code === 'EDQUOT';
    super(`${path} cannot be written (${code ?? message}); ${full ? 'make room for it' : 'make it writable'}`);
    this.name = 'StoreError';
  }
}

/** Writes a file whole: beside itself, then renamed, so that a crash or a full disk leaves the one before it. Throws StoreError. */
function writeWhole(path: string, text: string): void {
  const partPath = `${path}.part`;
  try {
    writeFileSync(partPath, text);
    renameSync(partPath, path);
  } catch (error) {
    rmSync(partPath, { force: true });
    throw new StoreError(path, error as NodeJS.ErrnoException);
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
   * Throws FolderInUseError while another run is in it, else the file system's error.
   */
  static open(folder: string): RecordStore {
    makeFolder(folder);
    return new RecordStore(folder);
  }

  /** Throws StoreError. */
  save(record: RunRecord): void {
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
