import { join, resolve } from 'node:path';
import type { ExperimentsRecord } from '../../model/experiments-record.js';
import type { Checked } from '../../plan/checked.js';
import type { FlagTable } from '../../plan/flags/flag.js';
import { type Given, readFlags } from '../../plan/flags/read-flags.js';
import { RecordError } from '../../run/errors.js';
import { readExperiments } from '../../run/store/read-experiments.js';
import type { RecordStore } from '../../run/store/store.js';
import type { Io } from '../edge/io.js';
import { toolIdentity } from '../edge/tool-version.js';
import { badUsage } from '../edge/user-error.js';
import { reopenRunFolder } from './run-folder.js';
import { problemText } from './saved-record.js';

/** A run of experiments, ready to begin or to be gone on with. */
export interface ExperimentsJob<Kind extends string, Plan> {
  readonly plan: Plan;
  readonly runId: string;
  readonly store: RecordStore;
  readonly json: boolean;
  readonly metricsPort: number | undefined;
  readonly resume?: ExperimentsRecord<Kind, Plan>;
}

/** What is gone on with: the folder of which kind of run, and the plan as it would be made today. */
export interface Resumed<Kind extends string, Plan> {
  readonly folder: string;
  readonly kind: Kind;
  readonly flags: FlagTable;
  readonly planNow: (plan: Plan) => Checked<Plan>;
}

/**
 * The run in a folder, to be gone on with. Throws UserError where there is none, where other flags would change what it
 * was begun with, or where this is another version of the code.
 */
export function resumedExperiments<Kind extends string, Plan extends object>(
  { folder, kind, flags, planNow }: Resumed<Kind, Plan>,
  given: Given,
  io: Io,
): ExperimentsJob<Kind, Plan> {
  const path = join(resolve(io.cwd, folder), 'record.json');
  const others = Object.keys(given.flags).filter((key) => !['resume', 'json', 'metricsPort'].includes(key));
  if (others.length > 0 || given.operands.length > 0)
    throw badUsage([
      { where: '--resume', problem: 'goes on with what was begun; leave out all else but --json and --metrics-port' },
    ]);
  const read = readFlags(flags, given);
  if (read.state === 'mistaken') throw badUsage(read.mistakes);
  const record = readOrRefuse<Kind, Plan>(path, kind);
  const planned = planNow(record.plan);
  const same = planned.state === 'good' && JSON.stringify(planned.value) === JSON.stringify(record.plan);
  if (!same || record.toolVersion !== toolIdentity()) {
    const problem = `${path} was begun by another version of lotus-bench (${record.toolVersion}); begin anew`;
    throw badUsage([{ where: '--resume', problem }]);
  }
  const store = reopenRunFolder(resolve(io.cwd, folder));
  const json = given.flags.json === true;
  const { metricsPort: port } = read.value as { readonly metricsPort?: number };
  return { plan: planned.value, runId: record.runId, store, json, metricsPort: port, resume: record };
}

function readOrRefuse<Kind extends string, Plan extends object>(
  path: string,
  kind: Kind,
): ExperimentsRecord<Kind, Plan> {
  try {
    return readExperiments<Kind, Plan>(path, kind);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw badUsage([{ where: '--resume', problem: `${path} ${problemText(error.problem)}` }]);
  }
}
