import type { ExperimentsRecord } from '../../model/experiments-record.js';
import { checked, isOfExperiments, parsed, RecordError } from './read-record.js';
import { experimentsRecord } from './schema/experiments.js';

/** The kind of experiments that a file is the record of; undefined where it is none, or cannot be read. */
export function kindOfExperiments(path: string): string | undefined {
  try {
    const value = parsed(path);
    return isOfExperiments(value) && typeof value.kind === 'string' ? value.kind : undefined;
  } catch (error) {
    // What is wrong with it is told by who reads it as a comparison.
    if (error instanceof RecordError) return undefined;
    throw error;
  }
}

/** Reads the record of a run of experiments of this kind, and checks it. Throws RecordError. */
export function readExperiments<Kind extends string, Plan extends object>(
  path: string,
  kind: Kind,
): ExperimentsRecord<Kind, Plan> {
  const value = parsed(path);
  if (!isOfExperiments(value) || value.kind !== kind) throw new RecordError(path, { kind: 'no-record' });
  return checked(path, experimentsRecord<Kind, Plan>(kind), value);
}
