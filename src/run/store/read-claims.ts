import type { ClaimsRecord } from '../../model/claims-record.js';
import { checked, isOfClaims, parsed, RecordError } from './read-record.js';
import { claimsRecord } from './schema/claims.js';

/** Reads the record of a run of claims and checks it. Throws RecordError. */
export function readClaims(path: string): ClaimsRecord {
  const value = parsed(path);
  if (!isOfClaims(value)) throw new RecordError(path, { kind: 'no-record' });
  return checked(path, claimsRecord, value);
}
