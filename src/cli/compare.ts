import { randomInt } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge } from '../gate/judge.js';
import { metricOf } from '../model/metrics.js';
import type { Plan } from '../model/plan.js';
import type { Round, RunRecord } from '../model/record.js';
import { mistakesInSetting } from '../plan/arms.js';
import { type CompareOptions, readCompareOptions } from '../plan/compare-options.js';
import { makePlan } from '../plan/make-plan.js';
import { type Mistake, PlanError } from '../plan/mistake.js';
import { nearest } from '../plan/nearest.js';
import { DatabaseError, RigError } from '../run/faults.js';
import { runPlan } from '../run/run-plan.js';
import { RecordStore } from '../run/store.js';
import { analyse } from '../stats/analyse.js';
import { decide, runningEstimate } from '../stats/decide.js';
import { choosePilot } from '../stats/pilot.js';
import { type ExitCode, exitCodes } from './exit-code.js';
import type { Io } from './io.js';
import { progressView } from './progress-view.js';
import { publish } from './publish.js';
import { isScenarioName, scenarioLoaders, scenarioNames } from './scenarios.js';
import { toolVersion } from './tool-version.js';
import { UserError } from './user-error.js';

/** The folder of lotus-bench: three above this compiled file. */
const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** One comparison, ready to be run: everything that can be wrong with it has been found by now. */
interface Job {
  readonly plan: Plan;
  readonly runId: string;
  readonly store: RecordStore;
}

/** `lotus-bench compare`: checks everything, then measures one scenario after another. Throws UserError with all mistakes at once. */
export async function compare(
  wantedScenarios: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<ExitCode> {
  const { jobs, options } = await prepare(wantedScenarios, flags, io);
  let worst: ExitCode = exitCodes.passed;
  for (const job of jobs) {
    const code = await runJob(job, options, io);
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
  const mistakes: Mistake[] = wantedScenarios
    .filter((name) => !isScenarioName(name))
    .map((name) => ({
      where: 'scenario',
      problem: `no scenario is named "${name}"; did you mean ${nearest(name, scenarioNames)}? (lotus-bench list)`,
    }));
  const read = readCompareOptions(flags);
  if ('mistakes' in read) throw usage([...mistakes, ...(await mistakesInArms(flags)), ...read.mistakes]);
  const { options } = read;
  const plans: Plan[] = [];
  for (const name of wantedScenarios.filter(isScenarioName)) {
    try {
      plans.push(makePlan(options, (await scenarioLoaders[name]()).default, randomInt(2 ** 32)));
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      mistakes.push(...error.mistakes.filter(({ problem }) => !mistakes.some((known) => known.problem === problem)));
    }
  }
  if (mistakes.length > 0) throw usage(mistakes);
  const started = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const jobs = plans.map((plan) => {
    const runId = `${started}-${plan.scenario.name}`;
    return { plan, runId, store: openStore(folderFor(plan, plans, runId, options, io), options) };
  });
  return { jobs, options };
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

function usage(mistakes: readonly Mistake[]): UserError {
  return new UserError(mistakes.map(({ where, problem }) => `${where}: ${problem}`).join('\n'));
}

function folderFor(plan: Plan, plans: readonly Plan[], runId: string, { out }: CompareOptions, { cwd }: Io): string {
  if (out === undefined) return resolve(cwd, 'reports', runId);
  return plans.length === 1 ? resolve(cwd, out) : resolve(cwd, out, plan.scenario.name);
}

function openStore(folder: string, { out }: CompareOptions): RecordStore {
  try {
    return RecordStore.open(folder);
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${out === undefined ? 'reports' : '--out'}: ${folder} cannot be written to (${code}); choose another folder with --out`,
    );
  }
}

/** Measures one comparison, prints it, and gives the exit code that it earned. */
async function runJob({ plan, runId, store }: Job, options: CompareOptions, io: Io): Promise<ExitCode> {
  const view = progressView(io.stderr);
  const abort = new AbortController();
  let interrupts = 0;
  const detach = io.onInterrupt((signal) => {
    interrupts++;
    view.show({
      kind: 'warning',
      text: interrupts === 1 ? `${signal}: stopping; what was measured is kept` : `${signal} again: still stopping`,
    });
    abort.abort(new Error('interrupted'));
  });
  try {
    const record = await runPlan(plan, {
      runId,
      toolVersion: toolVersion(),
      repository,
      signal: abort.signal,
      decide,
      chooseSlices: (rounds) => chooseSlices(plan, rounds),
      estimates: runningEstimate,
      onProgress: (event) => view.show(event),
      save: (growing) => store.save(growing),
    });
    view.end();
    return conclude(record, store, options, io);
  } catch (error) {
    view.end();
    if (error instanceof DatabaseError) throw new UserError(error.message);
    if (error instanceof RigError)
      throw new UserError(
        [error.message, ...error.output.map((line) => `  | ${line}`)].join('\n'),
        exitCodes.undecided,
      );
    throw error;
  } finally {
    detach();
  }
}

/** The pilot's choice, and what it foresees, in words. */
function chooseSlices(plan: Plan, rounds: readonly Round[]) {
  const roundMs = rounds.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / rounds.length;
  const lastLook = plan.profile.looks.at(-1) ?? 0;
  const mostRounds = plan.budgetMs === undefined ? lastLook : Math.min(lastLook, Math.floor(plan.budgetMs / roundMs));
  const choice = choosePilot(plan, rounds, mostRounds);
  const foreseen = choice.metrics.map(({ metric, detectableEffect }) =>
    detectableEffect === undefined
      ? `${metricOf(metric).label}: nothing within this budget`
      : `${metricOf(metric).label} ±${Math.ceil(detectableEffect * 100)} %`,
  );
  const minutes = Math.ceil((roundMs * mostRounds) / 60_000);
  return {
    openSlicesPerArm: choice.openSlicesPerArm,
    forecast: `${choice.openSlicesPerArm} slices a round; at most ${minutes} min; changes that can be called: ${foreseen.join(', ')}`,
  };
}

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
