import type { ExperimentsRecord } from '../../model/experiments-record.js';
import { checked, isOfExperiments, parsed, RecordError } from './read-record.js';
import { experimentsRecord } from './schema/experiments.js';

/** Reads the record of a run of experiments of this kind, and checks it. Throws RecordError. */
export function readExperiments<Kind extends string, Plan extends object>(
  path: string,
  kind: Kind,
): ExperimentsRecord<Kind, Plan> {
  const value = parsed(path);
  if (!isOfExperiments(value) || value.kind !== kind) throw new RecordError(path, { kind: 'no-record' });
  return checked(path, experimentsRecord<Kind, Plan>(kind), value);
}
