import { randomInt } from 'node:crypto';
import { relative } from 'node:path';
import type { RunRecord } from '../../../model/record.js';
import { type Checked, type Mistake, mistakesOf, unlessMistaken } from '../../../plan/checked.js';
import { ownWords, serverFromFlags } from '../../../plan/config/from-flags.js';
import { type CalibrateOptions, calibrateFlags, fewestCalibrationRounds } from '../../../plan/flags/calibrate-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { calibrationArmNames, calibrationArms, makeCalibrationPlan } from '../../../plan/make-calibration-plan.js';
import { mistakesInSetting } from '../../../plan/variants/arms.js';
import { calibrationMarkdown } from '../../../report/draw/markdown/calibration.js';
import { calibrationTerminal } from '../../../report/draw/terminal/calibration.js';
import { calibrationJson } from '../../../report/export/json.js';
import type { CalibrationInput } from '../../../report/select/report-input.js';
import { failureText } from '../../../report/words/failures.js';
import { endText } from '../../../report/words/run-end.js';
import { calibrate } from '../../../stats/calibration.js';
import { countRounds } from '../../../stats/rounds/counted-rounds.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { canvasFor } from '../../edge/paint.js';
import { badUsage, UserError } from '../../edge/user-error.js';
import { askedPinning, mistakesInAskedConnections } from '../../job/asked-of-machine.js';
import { mistakesBesideServer, mistakesWithoutServer, type OwnServer, ownServer } from '../../job/own-server.js';
import { newRunId, openCalibrations, openRunFolder } from '../../job/run-folder.js';
import { type Job, runJob } from '../../job/run-job.js';
import { isScenarioName, mistakesInScenario, scenarioLoaders } from '../../job/scenarios.js';

/**
 * `lotus-bench calibrate`: measures one server against itself, prints what this machine can resolve, and keeps it for
 * later runs; also that of a biased rig, which they must not gate by (exit code 4). Throws UserError with all mistakes
 * at once, and for a run with too few good rounds to be a calibration.
 */
export async function calibrateMachine(given: Given, io: Io): Promise<ExitCode> {
  const { job, options } = await prepare(given, io);
  const calibrations = openCalibrations(options.calibrations, io);
  // Nothing is stopped by an outcome here.
  const everyRound = (growing: RunRecord) =>
    countRounds(growing).count < job.plan.maxRounds
      ? ({ state: 'continue' } as const)
      : ({ state: 'stop', reason: { kind: 'all-measured', rounds: job.plan.maxRounds } } as const);
  const record = await runJob(job, { decide: everyRound, calibrationFor: () => undefined }, io);
  const saved = [job.store.recordPath];
  const tell = () => io.stderr.write(`saved ${saved.map((path) => relative(io.cwd, path)).join(', ')}\n`);
  if (record.end.state === 'interrupted') {
    tell();
    return exitCodes.interrupted;
  }
  const tooFew = tooFewRounds(record);
  if (tooFew !== undefined) {
    tell();
    throw new UserError(tooFew, exitCodes.undecided);
  }
  const calibration = calibrate(record);
  saved.push(publish({ record, calibration }, job, options, io), calibrations.save(calibration));
  tell();
  return calibration.biasedMetrics.length === 0 ? exitCodes.passed : exitCodes.undecided;
}

async function prepare(given: Given, io: Io): Promise<{ job: Job; options: CalibrateOptions }> {
  const mistakes: Mistake[] = [];
  const { pinnedCores, mistakes: inPinning } = askedPinning(given.flags);
  mistakes.push(...inPinning);
  const read = readFlags(calibrateFlags, given);
  if (read.state === 'mistaken') {
    const server = given.flags.start === undefined ? mistakesOf(await bundledServer(given)) : [];
    throw badUsage([...mistakes, ...server, ...read.mistakes]);
  }
  const options = read.value;
  const server = await (options.start === undefined ? bundledServer(given) : ownCalibrated(given, options, io));
  mistakes.push(...mistakesOf(server));
  mistakes.push(...mistakesInAskedConnections(options.connections));
  if (server.state === 'mistaken') throw badUsage(mistakes);
  const { scenario, arms } = server.value;
  const plan = makeCalibrationPlan(options, scenario, arms, { randomSeed: randomInt(2 ** 32), pinnedCores });
  if (plan.state === 'mistaken' || mistakes.length > 0) throw badUsage([...mistakes, ...mistakesOf(plan)]);
  const runId = newRunId(`calibrate-${scenario.name}`);
  return { job: { plan: plan.value, runId, store: openRunFolder(runId, options.out, io) }, options };
}

/** A scenario's server under both names. */
async function bundledServer({ operands, flags }: Given): Promise<Checked<OwnServer>> {
  const [name = 'browsing'] = operands;
  const setting = flags.setting === undefined ? undefined : String(flags.setting);
  const { default: scenario } = await scenarioLoaders[isScenarioName(name) ? name : 'browsing']();
  const mistakes = [
    ...mistakesInScenario(name),
    ...(setting === undefined ? [] : mistakesInSetting('--setting', setting, scenario)),
    ...mistakesWithoutServer(calibrateFlags, flags),
  ];
  return unlessMistaken(mistakes, () => ({ scenario, arms: calibrationArms({ setting }, scenario) }));
}

/** The user's own server under both names, as it lies there. */
async function ownCalibrated(
  { operands, flags }: Given,
  options: CalibrateOptions,
  io: Io,
): Promise<Checked<OwnServer>> {
  const mistakes = mistakesBesideServer(operands);
  const arms = Object.fromEntries(calibrationArmNames.map((name) => [name, {}]));
  const server = await ownServer({ ...serverFromFlags(options), arms }, ownWords(flags), io);
  mistakes.push(...mistakesOf(server));
  return mistakes.length > 0 ? { state: 'mistaken', mistakes } : server;
}

/** Why a run has too few good rounds to be a calibration, and the remedy; its record is kept all the same. */
function tooFewRounds(record: RunRecord): string | undefined {
  const { count, rounds } = countRounds(record);
  if (count >= fewestCalibrationRounds) return undefined;
  const invalid = rounds.flatMap(({ trials }) => trials).find(({ state }) => state === 'invalid');
  const more = record.end.state === 'budget' ? '; give it more with --budget' : '';
  const why =
    invalid?.state === 'invalid'
      ? `${invalid.armName}: ${failureText(invalid.failure, invalid.armName)}`
      : `${endText(record.end)}${more}`;
  return `nothing was calibrated: it takes ${fewestCalibrationRounds} good rounds, there were ${count} (${why})`;
}

/** Writes report.md beside the record, prints what was asked for, and gives the path of the report. */
function publish(input: CalibrationInput, { store }: Job, { json }: CalibrateOptions, io: Io): string {
  io.stdout.write(json ? calibrationJson(input) : calibrationTerminal(input, canvasFor(io)));
  return store.write('report.md', calibrationMarkdown(input));
}
