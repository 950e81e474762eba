import { resolve } from 'node:path';
import { RecordStore } from '../run/store.js';
import type { Io } from './io.js';
import { UserError } from './user-error.js';

/** The name of a run that begins now: `20260101120000-browsing`. */
export function newRunId(name: string): string {
  return `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${name}`;
}

/**
 * Makes the folder of a run: `--out`, or `reports/<run>`. Throws UserError, naming the flag, when it cannot be written to:
 * before anything is measured.
 */
export function openRunFolder(runId: string, out: string | undefined, { cwd }: Io): RecordStore {
  const folder = resolve(cwd, out ?? `reports/${runId}`);
  try {
    return RecordStore.open(folder);
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${out === undefined ? 'reports' : '--out'}: ${folder} cannot be written to (${code}); choose another folder with --out`,
    );
  }
}
