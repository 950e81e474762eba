import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RecordStore, readRecord } from '../run/store.js';
import type { Io } from './io.js';
import { UserError } from './user-error.js';

/** The name of a run that begins now: `20260101120000-browsing`. */
export function newRunId(name: string): string {
  return `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${name}`;
}

/** A record without a round, of a run that could not begin, is nothing to keep; one that cannot be read may be. */
function holdsRounds(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return readRecord(path).rounds.length > 0;
  } catch {
    return true;
  }
}

/**
 * Makes the folder of a run: `--out`, or `reports/<run>`. Throws UserError, naming the flag, when it cannot be written to:
 * before anything is measured; or when it holds a record, because nothing measured is overwritten.
 */
export function openRunFolder(runId: string, out: string | undefined, { cwd }: Io): RecordStore {
  const folder = resolve(cwd, out ?? `reports/${runId}`);
  if (holdsRounds(join(folder, 'record.json')))
    throw new UserError(`--out: ${folder} holds the record of a run; choose another folder, or go on with --resume`);
  try {
    return RecordStore.open(folder);
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${out === undefined ? 'reports' : '--out'}: ${folder} cannot be written to (${code}); choose another folder with --out`,
    );
  }
}
