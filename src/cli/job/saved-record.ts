import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Mistake } from '../../plan/checked.js';
import { RecordError, type RecordProblem } from '../../run/errors.js';
import { readRecord, type SavedRecord } from '../../run/store/read-record.js';
import type { Io } from '../edge/io.js';

/** A record that was found and read, or why not. */
type Found = (SavedRecord & { readonly path: string }) | { readonly mistake: Mistake };

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** A file, the folder that it is in, or the name of a run under `reports`. */
export function pathOf(wanted: string, { cwd }: Io): string | undefined {
  const bases = [resolve(cwd, wanted), resolve(cwd, 'reports', wanted)];
  const found = bases.flatMap((base) => [join(base, 'record.json'), base]).find(isFile);
  return found?.endsWith('.json') ? found : undefined;
}

const updateTool = 'a newer lotus-bench may have written it: update lotus-bench';
const restoreFile = 'it was damaged or edited: restore the file, or measure again';

function furtherText(count: number): string {
  return count === 0 ? '' : ` (and ${count} more)`;
}

/** What is wrong with a file that is no readable record, and the remedy. */
export function problemText(problem: RecordProblem): string {
  switch (problem.kind) {
    case 'unreadable':
      return `cannot be read (${problem.code})`;
    case 'no-json':
      return `is cut short or is not JSON (${problem.reason.split('\n')[0]}): restore the file, or measure again`;
    case 'no-record':
      return 'is not the record of a run: name a record.json that lotus-bench has saved, or its folder';
    case 'experiments-record':
      return 'is of a run of experiments, no comparison: lotus-bench report prints it, and its own command goes on with it';
    case 'newer-schema':
      return `is of schema ${problem.schemaVersion}, and this lotus-bench reads up to schema ${problem.newestKnown}: update lotus-bench`;
    case 'unknown-keys': {
      const where = problem.place === '' ? 'it' : problem.place;
      return `cannot be read: ${where} has the unknown key ${problem.keys.map((key) => `"${key}"`).join(', ')}${furtherText(problem.furtherProblems)}; ${updateTool}`;
    }
    case 'wrong-value':
      return `cannot be read: ${problem.place}: ${problem.reason}${furtherText(problem.furtherProblems)}; ${restoreFile}`;
  }
}

/** The record that `wanted` names. `where`: the flag or argument that named it, for what is said of it. */
export function savedRecord(where: string, wanted: string, io: Io): Found {
  const path = pathOf(wanted, io);
  if (path === undefined) {
    const problem = `no record.json was found at ${resolve(io.cwd, wanted)}; name the folder of a run, as in reports/<run>`;
    return { mistake: { where, problem } };
  }
  try {
    return { ...readRecord(path), path };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { mistake: { where, problem: `${path} ${problemText(error.problem)}` } };
  }
}
