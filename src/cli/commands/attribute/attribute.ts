import { randomInt } from 'node:crypto';
import { type AttributionPlan, attributionId } from '../../../model/attribution.js';
import { type Checked, type Mistake, mistakesOf } from '../../../plan/checked.js';
import { type AttributeOptions, attributeFlags } from '../../../plan/flags/attribute-flags.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import {
  type Attributed,
  differencesIn,
  makeAttributionPlan,
  switchesOf,
} from '../../../plan/make-attribution-plan.js';
import { mistakesInSetting } from '../../../plan/variants/arms.js';
import { runAttribution } from '../../../run/run-attribution.js';
import { sameDependencies } from '../../../run/sources/dependencies.js';
import type { ExitCode } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { badUsage, orBadUsage } from '../../edge/user-error.js';
import { mistakesInAskedConnections } from '../../job/asked-of-machine.js';
import { askedServer } from '../../job/asked-server.js';
import { attributionReport } from '../../job/experiment-reports.js';
import { mistakesWithoutServer } from '../../job/own-server.js';
import { type ExperimentsJob, resumedExperiments } from '../../job/resumed-experiments.js';
import { runExperimentsJob } from '../../job/run-experiments-job.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { isScenarioName, mistakesInScenario, scenarioLoaders } from '../../job/scenarios.js';

type AttributionJob = ExperimentsJob<'attribution', AttributionPlan>;

/**
 * `lotus-bench attribute`: measures a design's mixtures of two configurations, tells how much each part contributes,
 * and prints and saves the report. Throws UserError with all mistakes at once.
 */
export async function attributeParts(given: Given, io: Io): Promise<ExitCode> {
  const job = await prepare(given, io);
  const { repetitions, pairs } = job.plan;
  const planned = { [attributionId]: repetitions * pairs.length };
  const run = (options: Parameters<typeof runAttribution>[1]) => runAttribution(job.plan, options);
  return runExperimentsJob(job, { name: 'attribute', planned, run, report: attributionReport }, io);
}

async function prepare(given: Given, io: Io): Promise<AttributionJob> {
  const { operands, flags } = given;
  if (typeof flags.resume === 'string') {
    const planNow = (plan: AttributionPlan): Checked<AttributionPlan> => ({ state: 'good', value: plan });
    return resumedExperiments({ folder: flags.resume, kind: 'attribution', flags: attributeFlags, planNow }, given, io);
  }
  const read = readFlags(attributeFlags, given);
  const inNames = operands.flatMap(mistakesInScenario);
  if (read.state === 'mistaken') throw badUsage([...inNames, ...read.mistakes]);
  const options = read.value;
  const mistakes = [...inNames, ...mistakesInAskedConnections(options.connections)];
  const attributed = await attributedIn(given, options, io);
  mistakes.push(...mistakesOf(attributed));
  if (attributed.state === 'mistaken' || mistakes.length > 0) throw badUsage(mistakes);
  const plan = orBadUsage(makeAttributionPlan(attributed.value, options, { randomSeed: randomInt(2 ** 32) }));
  const runId = newRunId('attribute');
  return {
    plan,
    runId,
    store: openRunFolder(runId, options.out, io),
    json: options.json,
    metricsPort: options.metricsPort,
  };
}

/** What is to be taken apart: a scenario's switches, or all in which two arms of the user's own server differ. */
async function attributedIn(given: Given, options: AttributeOptions, io: Io): Promise<Checked<Attributed>> {
  const server = await askedServer(given, options, io);
  if (!server) return bundled(given.operands[0] ?? 'browsing', given.flags, options);
  if (server.state === 'mistaken') return server;
  const { scenario, arms } = server.value;
  const [before, after] = arms;
  if (!before || !after) throw new RangeError('a server without two arms');
  const known = { sameDependencies: await sameDependencies(before.source, after.source) };
  return { state: 'good', value: differencesIn(scenario, [before, after], known) };
}

async function bundled(name: string, flags: Given['flags'], options: AttributeOptions): Promise<Checked<Attributed>> {
  const { default: scenario } = await scenarioLoaders[isScenarioName(name) ? name : 'browsing']();
  // A variable for every server is of use to a scenario as well.
  const { env: _, ...others } = flags;
  const mistakes: Mistake[] = mistakesWithoutServer(attributeFlags, others);
  for (const key of ['beforeEnv', 'afterEnv'] as const) {
    const problem = 'the switches of a scenario are what is taken apart; leave this out, or name a server with --start';
    if (key in flags) mistakes.push({ where: key === 'beforeEnv' ? '--before-env' : '--after-env', problem });
  }
  for (const key of ['before', 'after'] as const) {
    const setting = options[key];
    if (setting?.includes(',')) {
      const problem = `"${setting}" turns single switches; attribute turns each by itself: name one setting for all`;
      mistakes.push({ where: `--${key}`, problem });
    } else if (setting !== undefined) mistakes.push(...mistakesInSetting(`--${key}`, setting, scenario));
  }
  if (options.before !== undefined && options.before === options.after)
    mistakes.push({ where: '--after', problem: `every switch would go from ${options.after} to itself; name another` });
  return mistakes.length > 0
    ? { state: 'mistaken', mistakes }
    : { state: 'good', value: switchesOf(scenario, options) };
}
