import { randomInt } from 'node:crypto';
import type { Arm } from '../../../model/arm.js';
import { type SweepPlan, sweepId } from '../../../model/sweep.js';
import { type Checked, mistakesOf } from '../../../plan/checked.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { type SweepOptions, sweepFlags } from '../../../plan/flags/sweep-flags.js';
import { makeSweepPlan, readSweep } from '../../../plan/make-sweep-plan.js';
import { makeArms } from '../../../plan/variants/arms.js';
import type { ExperimentsOptions } from '../../../run/run-experiments.js';
import { runSweep } from '../../../run/run-sweep.js';
import { nextSweepRound } from '../../../stats/sweep/next-round.js';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { badUsage } from '../../edge/user-error.js';
import { askedServer } from '../../job/asked-server.js';
import { sweepReport } from '../../job/experiment-reports.js';
import { mistakesWithoutServer, type OwnServer } from '../../job/own-server.js';
import { type ExperimentsJob, resumedExperiments } from '../../job/resumed-experiments.js';
import { runExperimentsJob } from '../../job/run-experiments-job.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { isScenarioName, mistakesInScenario, scenarioLoaders } from '../../job/scenarios.js';

type SweepJob = ExperimentsJob<'sweep', SweepPlan>;

/**
 * `lotus-bench sweep`: measures two arms at every value of a condition, searches where a change begins to hold, and
 * prints and saves the report. Throws UserError with all mistakes at once.
 */
export async function sweep(given: Given, io: Io): Promise<ExitCode> {
  const job = await prepare(given, io);
  const { plan } = job;
  const run = (options: ExperimentsOptions<'sweep', SweepPlan>) => runSweep(plan, { ...options, next: nextSweepRound });
  return runExperimentsJob(job, { name: 'sweep', planned: { [sweepId]: plan.rounds }, run, report: sweepReport }, io);
}

async function prepare(given: Given, io: Io): Promise<SweepJob> {
  const { operands, flags } = given;
  if (typeof flags.resume === 'string') {
    const planNow = (plan: SweepPlan): Checked<SweepPlan> => ({ state: 'good', value: plan });
    return resumedExperiments({ folder: flags.resume, kind: 'sweep', flags: sweepFlags, planNow }, given, io);
  }
  const read = readFlags(sweepFlags, given);
  const inNames = operands.flatMap(mistakesInScenario);
  if (read.state === 'mistaken') throw badUsage([...inNames, ...read.mistakes]);
  const options = read.value;
  const asked = readSweep(options);
  const server = (await askedServer(given, options, io)) ?? (await bundled(given, options));
  const mistakes = [...inNames, ...mistakesOf(asked, server)];
  if (asked.state === 'mistaken' || server.state === 'mistaken' || mistakes.length > 0) throw badUsage(mistakes);
  const { scenario, arms } = server.value;
  const [before, after] = arms;
  if (!before || !after) throw new RangeError('a server without two arms');
  const both: readonly [Arm, Arm] = [before, after];
  const plan = makeSweepPlan(asked.value, scenario, both, options, { randomSeed: randomInt(2 ** 32) });
  if (plan.state === 'mistaken') throw badUsage(plan.mistakes);
  const runId = newRunId('sweep');
  return {
    plan: plan.value,
    runId,
    store: openRunFolder(runId, options.out, io),
    json: options.json,
    metricsPort: options.metricsPort,
  };
}

/** Two settings of a scenario's server. */
async function bundled(
  { operands: [name = 'browsing'], flags }: Given,
  options: SweepOptions,
): Promise<Checked<OwnServer>> {
  const { default: scenario } = await scenarioLoaders[isScenarioName(name) ? name : 'browsing']();
  const arms = makeArms({ ...options, arm: [] }, scenario);
  const mistakes = [...mistakesWithoutServer(sweepFlags, flags), ...mistakesOf(arms)];
  return arms.state === 'mistaken' || mistakes.length > 0
    ? { state: 'mistaken', mistakes }
    : { state: 'good', value: { scenario, arms: arms.value } };
}
