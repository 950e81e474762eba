import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../model/record.js';

/** The record of a run on disk. Written whole after every round, beside itself and renamed, so that a crash leaves the last whole one. */
export class RecordStore {
  readonly folder: string;
  readonly recordPath: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.recordPath = join(folder, 'record.json');
  }

  /** Creates the folder and proves that it can be written to. Throws the file system's error when it cannot. */
  static open(folder: string): RecordStore {
    mkdirSync(folder, { recursive: true });
    const store = new RecordStore(folder);
    writeFileSync(join(folder, 'record.json.part'), '');
    return store;
  }

  save(record: RunRecord): void {
    const partPath = `${this.recordPath}.part`;
    writeFileSync(partPath, `${JSON.stringify(record)}\n`);
    renameSync(partPath, this.recordPath);
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }
}

function parsed(path: string): Partial<RunRecord> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read as a record: ${(error as Error).message}`);
  }
}

/** Reads a saved record. Throws an Error that names the file when it is not one. */
export function readRecord(path: string): RunRecord {
  const record = parsed(path);
  if (record.schemaVersion !== 1)
    throw new Error(`${path} is no record of this version of lotus-bench (schemaVersion 1)`);
  return record as RunRecord;
}
