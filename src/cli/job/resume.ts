import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RunRecord } from '../../model/record.js';
import { compareFlags } from '../../plan/flags/compare-flags.js';
import type { Given } from '../../plan/flags/read-flags.js';
import { mistakesInRepinning } from '../../plan/pin.js';
import { flagsAgainstPlan, mistakesInResuming, resumedPlan } from '../../plan/resume.js';
import { readRecord } from '../../run/store/store.js';
import { hostFacts, pinningGround } from '../../run/this-machine.js';
import type { Io } from '../edge/io.js';
import { toolIdentity } from '../edge/tool-version.js';
import { badUsage } from '../edge/user-error.js';
import { reopenRunFolder } from './run-folder.js';
import type { Job } from './run-job.js';
import { isScenarioName, scenarioLoaders } from './scenarios.js';

/** The record that `--resume` means: a file, the folder that it is in, or the name of a run under `reports`. */
function findRecord(wanted: string, { cwd }: Io): string {
  const bases = [resolve(cwd, wanted), resolve(cwd, 'reports', wanted)];
  const found = bases.flatMap((base) => [join(base, 'record.json'), base]).find((path) => existsSync(path));
  if (found?.endsWith('.json')) return found;
  throw badUsage([
    {
      where: '--resume',
      problem: `no record.json was found at ${bases[0]}; name the folder of a run, as in --resume reports/<run>`,
    },
  ]);
}

function read(path: string): RunRecord {
  try {
    return readRecord(path);
  } catch (error) {
    throw badUsage([{ where: '--resume', problem: (error as Error).message }]);
  }
}

/**
 * The rest of an interrupted run, ready to begin. Throws UserError with everything that speaks against it: flags that
 * would change the plan, or a machine, Node, lotus-bench or scenario that is not what it was.
 */
export async function prepareResumed(
  wanted: string,
  { flags, operands }: Given,
  budgetMs: number | undefined,
  io: Io,
): Promise<Job> {
  const path = findRecord(wanted, io);
  const record = read(path);
  const { name } = record.plan.scenario;
  const scenario = isScenarioName(name) ? (await scenarioLoaders[name]()).default : undefined;
  const mistakes = [
    ...(operands.length > 0 ? [{ where: 'scenario', problem: 'a resumed run keeps its own; leave it out' }] : []),
    ...flagsAgainstPlan(compareFlags, flags),
    ...mistakesInRepinning(record.plan, pinningGround),
    ...mistakesInResuming(record, { toolVersion: toolIdentity(), host: hostFacts(), scenario }),
  ];
  if (mistakes.length > 0) throw badUsage(mistakes);
  const plan = resumedPlan(record, budgetMs);
  return { plan, runId: record.runId, store: reopenRunFolder(dirname(path)), resume: record };
}
