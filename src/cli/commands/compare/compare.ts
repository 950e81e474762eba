import { randomInt } from 'node:crypto';
import { join, relative } from 'node:path';
import type { Plan } from '../../../model/plan.js';
import type { RunRecord } from '../../../model/record.js';
import { type Checked, type Mistake, mistakesOf } from '../../../plan/checked.js';
import type { Config } from '../../../plan/config/config.js';
import { configFromFlags, ownWords } from '../../../plan/config/from-flags.js';
import { type CompareOptions, compareFlags } from '../../../plan/flags/compare-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { makePlan, type PlanSurroundings } from '../../../plan/make-plan.js';
import { makeArms, mistakesInSetting } from '../../../plan/variants/arms.js';
import type { RecordStore } from '../../../run/store/store.js';
import { decide } from '../../../stats/decide.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { badUsage } from '../../edge/user-error.js';
import { askedPinning, mistakesInAskedConnections } from '../../job/asked-of-machine.js';
import { configFile } from '../../job/config-file.js';
import { earnedExitCode, judgedRecord } from '../../job/judged-record.js';
import { mistakesBesideServer, mistakesWithoutServer, ownServer } from '../../job/own-server.js';
import { publish } from '../../job/publish.js';
import { prepareResumed } from '../../job/resume.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { type Job, runJob } from '../../job/run-job.js';
import { isScenarioName, mistakesInScenario, scenarioLoaders } from '../../job/scenarios.js';
import { withRecorded } from '../../job/traffic.js';
import { usableCalibration } from '../../job/usable-calibration.js';
import { type Show, withMetrics } from '../../job/with-metrics.js';

/**
 * `lotus-bench compare`: checks everything, then measures one scenario after another. Throws UserError with all
 * mistakes at once.
 */
export async function compare(given: Given, io: Io): Promise<ExitCode> {
  const { jobs, options } = await prepare(given, io);
  return withMetrics(options.metricsPort, io, (show) => runAll(jobs, options, io, show));
}

async function runAll(jobs: readonly Job[], options: CompareOptions, io: Io, show: Show): Promise<ExitCode> {
  let worst: ExitCode = exitCodes.passed;
  for (const job of jobs) {
    const calibrationFor = (growing: RunRecord) => usableCalibration(growing, options, io);
    const record = await runJob(job, { decide, calibrationFor }, io, show);
    const code = conclude(record, job.store, options, io);
    if (code === exitCodes.interrupted) return code;
    worst = code === exitCodes.regressed || worst === exitCodes.passed ? code : worst;
  }
  return worst;
}

async function prepare(given: Given, io: Io): Promise<{ jobs: Job[]; options: CompareOptions }> {
  const { operands } = given;
  const { pinnedCores, mistakes: inPinning } = askedPinning(given.flags);
  const mistakes = [...operands.flatMap(mistakesInScenario), ...inPinning];
  const read = readFlags(compareFlags, given);
  if (read.state === 'mistaken') throw badUsage([...mistakes, ...(await mistakesInSettings(given)), ...read.mistakes]);
  const options = read.value;
  mistakes.push(...mistakesInAskedConnections(options.connections));
  if (options.resume !== undefined)
    return { jobs: [await prepareResumed(options.resume, given, options.budget, io)], options };
  const named = options.start !== undefined || options.config !== undefined;
  // A config that merely lies there is not loaded for a scenario that was named.
  const base = operands.length === 0 || named ? await configFile(options.config, io) : noConfig;
  mistakes.push(...mistakesOf(base));
  const config = base.state === 'good' ? base.value : undefined;
  const isOwn = named || config !== undefined || base.state === 'mistaken';
  const names = operands.length === 0 ? ['browsing'] : operands;
  const surroundings = { randomSeed: randomInt(2 ** 32), scenarioCount: isOwn ? 1 : names.length, pinnedCores };
  mistakes.push(...(isOwn ? mistakesBesideServer(operands) : mistakesWithoutServer(compareFlags, given.flags)));
  if (base.state === 'mistaken') throw badUsage(mistakes);
  const checked = isOwn
    ? [await ownPlan(options, config, given, surroundings, io)]
    : await bundledPlans(options, names, surroundings);
  const plans: Plan[] = checked.flatMap((plan) => (plan.state === 'good' ? [plan.value] : []));
  // What is wrong with several scenarios is told once.
  for (const mistake of mistakesOf(...checked))
    if (!mistakes.some(({ problem }) => problem === mistake.problem)) mistakes.push(mistake);
  if (mistakes.length > 0) throw badUsage(mistakes);
  const { out } = options;
  const jobs = plans.map((plan) => {
    const runId = newRunId(plan.scenario.name);
    const folder = out === undefined || plans.length === 1 ? out : join(out, plan.scenario.name);
    return { plan, runId, store: openRunFolder(runId, folder, io) };
  });
  return { jobs, options };
}

async function bundledPlans(options: CompareOptions, names: readonly string[], surroundings: PlanSurroundings) {
  const plans: Checked<Plan>[] = [];
  for (const name of names.filter(isScenarioName)) {
    const { default: scenario } = await scenarioLoaders[name]();
    plans.push(makePlan(options, scenario, makeArms(options, scenario), surroundings));
  }
  return plans;
}

/** No file was looked for. */
const noConfig: Checked<Config | undefined> = { state: 'good', value: undefined };

async function ownPlan(
  options: CompareOptions,
  config: Config | undefined,
  given: Given,
  surroundings: PlanSurroundings,
  io: Io,
) {
  const base = withRecorded(config, options, io);
  if (base.state === 'mistaken') return base;
  const server = await ownServer(configFromFlags(options, base.value), ownWords(given.flags), io);
  if (server.state === 'mistaken') return server;
  const { scenario, arms } = server.value;
  return makePlan(options, scenario, { state: 'good', value: arms }, surroundings);
}

/** What is wrong with the settings, even when other flags are wrong too: all mistakes are told at once. */
async function mistakesInSettings({ operands, flags }: Given): Promise<Mistake[]> {
  if (flags.start !== undefined || flags.config !== undefined) return [];
  const { default: scenario } = await scenarioLoaders[operands.find(isScenarioName) ?? 'browsing']();
  const settings = [
    ['--before', flags.before],
    ['--after', flags.after],
  ] as const;
  return settings.flatMap(([where, setting]) =>
    typeof setting === 'string' ? mistakesInSetting(where, setting, scenario) : [],
  );
}

/** Prints the report, and gives the exit code that the run earned. */
function conclude(record: RunRecord, store: RecordStore, options: CompareOptions, io: Io): ExitCode {
  const input = judgedRecord(record, options);
  publish(input, store, options, io);
  const where = relative(io.cwd, store.folder) || '.';
  io.stderr.write(`saved ${join(where, 'record.json')} and ${join(where, 'report.md')}\n`);
  if (record.end.state === 'interrupted') return exitCodes.interrupted;
  return earnedExitCode(input, options);
}
