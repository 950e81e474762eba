import { dirname } from 'node:path';
import type { RunRecord } from '../../model/record.js';
import { compareFlags } from '../../plan/flags/compare-flags.js';
import type { Given } from '../../plan/flags/read-flags.js';
import { mistakesInRepinning } from '../../plan/pin.js';
import { flagsAgainstPlan, mistakesInResuming, resumedPlan } from '../../plan/resume.js';
import { hostFacts, pinningGround } from '../../run/this-machine.js';
import type { Io } from '../edge/io.js';
import { toolIdentity } from '../edge/tool-version.js';
import { badUsage } from '../edge/user-error.js';
import { reopenRunFolder } from './run-folder.js';
import type { Job } from './run-job.js';
import { savedRecord } from './saved-record.js';
import { isScenarioName, scenarioLoaders } from './scenarios.js';

/** The record that `--resume` means, and where it is. */
function recordToResume(wanted: string, io: Io): { readonly path: string; readonly record: RunRecord } {
  const found = savedRecord('--resume', wanted, io);
  if ('mistake' in found) throw badUsage([found.mistake]);
  const { path, record, writtenIn } = found;
  if (writtenIn === 2) return { path, record };
  const problem = `${path} is of schema ${writtenIn}, from an older lotus-bench; print it with lotus-bench report, and start a new run`;
  throw badUsage([{ where: '--resume', problem }]);
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
  const { path, record } = recordToResume(wanted, io);
  const { name } = record.plan.scenario;
  const { own } = record.plan.scenario;
  // Of a user's own server the record is all there is.
  const bundled = isScenarioName(name) && !own ? (await scenarioLoaders[name]()).default : undefined;
  const scenario = own ? record.plan.scenario : bundled;
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
