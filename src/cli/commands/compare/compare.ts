import { randomInt } from 'node:crypto';
import { join, relative } from 'node:path';
import { judge } from '../../../gate/judge.js';
import type { Plan } from '../../../model/plan.js';
import type { RunRecord } from '../../../model/record.js';
import { mistakesInConnections } from '../../../plan/connections.js';
import { type CompareOptions, readCompareOptions } from '../../../plan/flags/compare-options.js';
import { type Mistake, PlanError } from '../../../plan/flags/mistake.js';
import { makePlan } from '../../../plan/make-plan.js';
import { layOutCores } from '../../../plan/pin.js';
import { mistakesInSetting } from '../../../plan/variants/arms.js';
import { stepText } from '../../../report/words/reasons.js';
import type { RecordStore } from '../../../run/store/store.js';
import { connectionLimits, pinningGround } from '../../../run/this-machine.js';
import { analyse } from '../../../stats/analyse.js';
import { decide } from '../../../stats/decide.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { badUsage } from '../../edge/user-error.js';
import { publish } from '../../job/publish.js';
import { prepareResumed } from '../../job/resume.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { type Job, runJob } from '../../job/run-job.js';
import { isScenarioName, mistakesInScenario, scenarioLoaders } from '../../job/scenarios.js';
import { usableCalibration } from '../../job/usable-calibration.js';

/** `lotus-bench compare`: checks everything, then measures one scenario after another. Throws UserError with all mistakes at once. */
export async function compare(
  wantedScenarios: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<ExitCode> {
  const { jobs, options } = await prepare(wantedScenarios, flags, io);
  let worst: ExitCode = exitCodes.passed;
  for (const job of jobs) {
    const record = await runJob(
      job,
      { decide: decideInWords, calibrationFor: (growing) => usableCalibration(growing, options, io) },
      io,
    );
    const code = conclude(record, job.store, options, io);
    if (code === exitCodes.interrupted) return code;
    worst = code === exitCodes.regressed || worst === exitCodes.passed ? code : worst;
  }
  return worst;
}

async function prepare(
  wantedScenarios: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<{ jobs: Job[]; options: CompareOptions }> {
  const pinning = flags.pin === true ? layOutCores(pinningGround()) : undefined;
  const mistakes: Mistake[] = [...wantedScenarios.flatMap(mistakesInScenario), ...(pinning?.mistakes ?? [])];
  const read = readCompareOptions(flags);
  if ('mistakes' in read) throw badUsage([...mistakes, ...(await mistakesInArms(flags)), ...read.mistakes]);
  const { options } = read;
  mistakes.push(...mistakesInConnections(options.connections, connectionLimits()));
  if (options.resume !== undefined)
    return { jobs: [await prepareResumed(flags, wantedScenarios, options.budget, io)], options };
  const plans: Plan[] = [];
  const scenarioNames = wantedScenarios.length === 0 ? ['browsing'] : wantedScenarios;
  for (const name of scenarioNames.filter(isScenarioName)) {
    try {
      const surroundings = {
        randomSeed: randomInt(2 ** 32),
        scenarioCount: scenarioNames.length,
        pinnedCores: pinning?.pinnedCores,
      };
      plans.push(makePlan(options, (await scenarioLoaders[name]()).default, surroundings));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      mistakes.push(...error.mistakes.filter(({ problem }) => !mistakes.some((known) => known.problem === problem)));
    }
  }
  if (mistakes.length > 0) throw badUsage(mistakes);
  const { out } = options;
  const jobs = plans.map((plan) => {
    const runId = newRunId(plan.scenario.name);
    const folder = out === undefined || plans.length === 1 ? out : join(out, plan.scenario.name);
    return { plan, runId, store: openRunFolder(runId, folder, io) };
  });
  return { jobs, options };
}

/** The record keeps in words why its run ended. */
function decideInWords(record: RunRecord) {
  const { state, reason } = decide(record);
  return { state, reason: stepText(reason) };
}

/** What is wrong with the settings, even when other flags are wrong too: all mistakes are told at once. */
async function mistakesInArms({ before, after }: Readonly<Record<string, unknown>>): Promise<Mistake[]> {
  const { default: scenario } = await scenarioLoaders.browsing();
  const given = [
    ['--before', before],
    ['--after', after],
  ] as const;
  return given.flatMap(([where, setting]) =>
    typeof setting === 'string' && scenario.switches ? mistakesInSetting(where, setting, scenario.switches) : [],
  );
}

/** Prints the report, and gives the exit code that the run earned. */
function conclude(record: RunRecord, store: RecordStore, options: CompareOptions, io: Io): ExitCode {
  const analysis = analyse(record);
  const verdict = judge(analysis, { inconclusive: options.inconclusive });
  publish({ record, analysis, verdict }, store, options, io);
  const where = relative(io.cwd, store.folder) || '.';
  io.stderr.write(`saved ${join(where, 'record.json')} and ${join(where, 'report.md')}\n`);
  if (record.end.state === 'interrupted') return exitCodes.interrupted;
  if (options.gate)
    return {
      passed: exitCodes.passed,
      regressed: exitCodes.regressed,
      undecided: exitCodes.undecided,
      invalid: exitCodes.undecided,
    }[verdict.state];
  // Without --gate a comparison has done its work when it measured; nothing measured is never success.
  return verdict.state === 'invalid' || analysis.roundsUsed === 0 ? exitCodes.undecided : exitCodes.passed;
}
