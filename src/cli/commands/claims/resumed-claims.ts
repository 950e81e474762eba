import { join, resolve } from 'node:path';
import book from '../../../../scenarios/claims.js';
import type { ClaimsPlan, ClaimsRecord } from '../../../model/claims-record.js';
import { claimsFlags } from '../../../plan/flags/claims-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { makeClaimsPlan } from '../../../plan/make-claims-plan.js';
import { RecordError } from '../../../run/errors.js';
import { readExperiments } from '../../../run/store/read-experiments.js';
import type { RecordStore } from '../../../run/store/store.js';
import type { Io } from '../../edge/io.js';
import { toolIdentity } from '../../edge/tool-version.js';
import { badUsage } from '../../edge/user-error.js';
import { reopenRunFolder } from '../../job/run-folder.js';
import { problemText } from '../../job/saved-record.js';

/** A run of claims that is gone on with. */
interface Resumed {
  readonly plan: ClaimsPlan;
  readonly runId: string;
  readonly store: RecordStore;
  readonly json: boolean;
  readonly resume: ClaimsRecord;
}

/**
 * The run in a folder, to be gone on with. Throws UserError where there is none, where other flags would change what it
 * was begun with, or where this is another version of the code.
 */
export function resumedClaims(folder: string, given: Given, io: Io): Resumed {
  const path = join(resolve(io.cwd, folder), 'record.json');
  const others = Object.keys(given.flags).filter((key) => key !== 'resume' && key !== 'json');
  if (others.length > 0 || given.operands.length > 0)
    throw badUsage([{ where: '--resume', problem: 'goes on with what was begun; leave out all else but --json' }]);
  const read = readFlags(claimsFlags, given);
  if (read.state === 'mistaken') throw badUsage(read.mistakes);
  const record = readOrRefuse(path);
  const { claims } = record.plan.book;
  const planned = makeClaimsPlan(
    claims.map(({ id }) => id),
    { profile: record.plan.profile, seed: record.plan.seed, db: record.plan.database },
    book,
    { randomSeed: 0 },
  );
  const same = planned.state === 'good' && JSON.stringify(planned.value) === JSON.stringify(record.plan);
  if (!same || record.toolVersion !== toolIdentity()) {
    const problem = `${path} was begun by another version of lotus-bench (${record.toolVersion}); begin anew`;
    throw badUsage([{ where: '--resume', problem }]);
  }
  const store = reopenRunFolder(resolve(io.cwd, folder));
  return { plan: planned.value, runId: record.runId, store, json: read.value.json, resume: record };
}

function readOrRefuse(path: string): ClaimsRecord {
  try {
    return readExperiments(path, 'claims');
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw badUsage([{ where: '--resume', problem: `${path} ${problemText(error.problem)}` }]);
  }
}
