import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { storeFaultText } from '../../report/words/setup-faults.js';
import { StoreError } from '../../run/errors.js';
import { CalibrationStore } from '../../run/store/calibration-store.js';
import { readRecord } from '../../run/store/read-record.js';
import { RecordStore } from '../../run/store/store.js';
import type { Io } from '../edge/io.js';
import { UserError } from '../edge/user-error.js';

/**
 * The name of a run that begins now, to the millisecond: `20260101120000123-browsing`. Databases are named by it too,
 * and two runs that share a server must not share those.
 */
export function newRunId(name: string): string {
  return `${new Date().toISOString().replace(/\D/g, '').slice(0, 17)}-${name}`;
}

/** A record without a round, of a run that could not begin, is nothing to keep; one that cannot be read may be. */
function holdsRounds(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return readRecord(path).record.rounds.length > 0;
  } catch {
    return true;
  }
}

/**
 * Opens what lies in a folder. Throws UserError, naming the flag, when it cannot be written to, or another run is
 * there: before anything is measured.
 */
function opened<T>(folder: string, told: { readonly where: string; readonly flag: string }, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof StoreError)
      throw new UserError(
        `${told.where}: ${storeFaultText(error.fault)}; wait for it, or choose another folder with ${told.flag}`,
      );
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${told.where}: ${folder} cannot be written to (${code}); choose another folder with ${told.flag}`,
    );
  }
}

/**
 * Makes the folder of a run: `--out`, or `reports/<run>`. Throws UserError when it cannot be written to, when another
 * run is in it, or when it holds a record: nothing measured is overwritten.
 */
export function openRunFolder(runId: string, out: string | undefined, { cwd }: Io): RecordStore {
  const folder = resolve(cwd, out ?? `reports/${runId}`);
  const where = out === undefined ? 'reports' : '--out';
  const store = opened(folder, { where, flag: '--out' }, () => RecordStore.open(folder));
  if (!holdsRounds(store.recordPath)) return store;
  store.close();
  throw new UserError(`--out: ${folder} holds the record of a run; choose another folder, or go on with --resume`);
}

/** The folder of a run that is resumed. Throws UserError when it cannot be written to, or when another run is in it. */
export function reopenRunFolder(folder: string): RecordStore {
  return opened(folder, { where: '--resume', flag: '--resume' }, () => RecordStore.open(folder));
}

/** Where calibrations are kept, for runs that look for one; it need not exist. */
export function calibrationsIn(given: string | undefined, { cwd }: Io): CalibrationStore {
  return new CalibrationStore(resolve(cwd, given ?? 'reports/calibrations'));
}

/** The same, for a run that will keep one there. Throws UserError when it cannot be written to. */
export function openCalibrations(given: string | undefined, io: Io): CalibrationStore {
  const store = calibrationsIn(given, io);
  const flag = '--calibrations';
  opened(store.folder, { where: given === undefined ? 'reports/calibrations' : flag, flag }, () => store.prepare());
  return store;
}
