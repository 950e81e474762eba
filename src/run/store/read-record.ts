import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { RunRecord } from '../../model/record.js';
import { runRecord } from './schema/record.js';
import { migrateRecord1 } from './schema-1/migrate.js';
import { runRecord1 } from './schema-1/record-1.js';

/** A record as it was read. */
export interface SavedRecord {
  readonly record: RunRecord;
  /** The schema that it was written in: an older one was migrated, and can be reported but not resumed. */
  readonly writtenIn: 1 | 2;
}

/**
 * What is wrong with a file that is no record this version can read. `place`: the path in it, as `rounds[2].trials[0]`;
 * empty for the whole.
 */
export type RecordProblem =
  | { readonly kind: 'unreadable'; readonly code: string }
  /** Cut short, or never JSON. */
  | { readonly kind: 'no-json'; readonly reason: string }
  | { readonly kind: 'no-record' }
  /** Of a run of claims or the like, which is no comparison. */
  | { readonly kind: 'experiments-record' }
  | { readonly kind: 'newer-schema'; readonly schemaVersion: number; readonly newestKnown: number }
  | {
      readonly kind: 'unknown-keys';
      readonly place: string;
      readonly keys: readonly string[];
      readonly furtherProblems: number;
    }
  | {
      readonly kind: 'wrong-value';
      readonly place: string;
      readonly reason: string;
      readonly furtherProblems: number;
    };

/** A file that is no record that this version can read. */
export class RecordError extends Error {
  readonly path: string;
  readonly problem: RecordProblem;

  constructor(path: string, problem: RecordProblem) {
    super(`${path}: ${problem.kind}`);
    this.name = 'RecordError';
    this.path = path;
    this.problem = problem;
  }
}

const newestKnown = 2;

export function parsed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new RecordError(path, { kind: 'unreadable', code: String((error as NodeJS.ErrnoException).code) });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordError(path, { kind: 'no-json', reason: (error as Error).message });
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

/** The first thing that is wrong, and how many more there are. */
function problemIn({ issues }: z.ZodError): RecordProblem {
  const [first] = issues;
  if (!first) throw new TypeError('zod refused a record without an issue');
  const common = { place: placeOf(first.path), furtherProblems: issues.length - 1 };
  return first.code === 'unrecognized_keys'
    ? { kind: 'unknown-keys', ...common, keys: first.keys }
    : { kind: 'wrong-value', ...common, reason: first.message };
}

export function checked<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new RecordError(path, problemIn(result.error));
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
}

/** Is it the record of a run of experiments, of whatever kind? */
export function isOfExperiments(value: unknown): value is { readonly kind: unknown } {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/**
 * Reads a saved record and checks all of it, so that nothing after this has to doubt it. One of schema 1 is migrated. A
 * key that this version does not know is refused: leaving it out could change what the record says. Throws RecordError.
 */
export function readRecord(path: string): SavedRecord {
  const value = parsed(path);
  if (isOfExperiments(value)) throw new RecordError(path, { kind: 'experiments-record' });
  const version = versionOf(value);
  if (version === 2) return { record: checked(path, runRecord, value), writtenIn: 2 };
  if (version === 1) return { record: migrateRecord1(checked(path, runRecord1, value)), writtenIn: 1 };
  if (typeof version === 'number' && version > newestKnown)
    throw new RecordError(path, { kind: 'newer-schema', schemaVersion: version, newestKnown });
  throw new RecordError(path, { kind: 'no-record' });
}
