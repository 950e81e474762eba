import { randomInt } from 'node:crypto';
import { relative } from 'node:path';
import { type AttributionPlan, type AttributionRecord, attributionId } from '../../../model/attribution.js';
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
import { attributionMarkdown } from '../../../report/draw/markdown/attribution.js';
import { attributionTerminal } from '../../../report/draw/terminal/attribution.js';
import { attributionJson } from '../../../report/export/attribution-json.js';
import { experimentSamples } from '../../../report/export/openmetrics/experiment-samples.js';
import { attributionContents } from '../../../report/words/attribution.js';
import { runAttribution } from '../../../run/run-attribution.js';
import { sameDependencies } from '../../../run/sources/dependencies.js';
import { attribute } from '../../../stats/factorial/attribute.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { canvasFor } from '../../edge/paint.js';
import { toolIdentity } from '../../edge/tool-version.js';
import { badUsage, orBadUsage } from '../../edge/user-error.js';
import { mistakesInAskedConnections } from '../../job/asked-of-machine.js';
import { askedServer } from '../../job/asked-server.js';
import { mistakesWithoutServer } from '../../job/own-server.js';
import { writeBeside } from '../../job/publish.js';
import { type ExperimentsJob, resumedExperiments } from '../../job/resumed-experiments.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { repository } from '../../job/run-job.js';
import { isScenarioName, mistakesInScenario, scenarioLoaders } from '../../job/scenarios.js';
import { untilInterrupted } from '../../job/until-interrupted.js';
import { withMetrics } from '../../job/with-metrics.js';

type AttributionJob = ExperimentsJob<'attribution', AttributionPlan>;

/**
 * `lotus-bench attribute`: measures a design's mixtures of two configurations, tells how much each part contributes,
 * and prints and saves the report. Throws UserError with all mistakes at once.
 */
export async function attributeParts(given: Given, io: Io): Promise<ExitCode> {
  const job = await prepare(given, io);
  const { plan, runId, store, metricsPort, resume } = job;
  const planned = { [attributionId]: plan.repetitions * plan.pairs.length };
  const record = await withMetrics(metricsPort, io, (show) =>
    untilInterrupted(store.folder, io, (underway) =>
      runAttribution(plan, {
        ...underway,
        repository,
        runId,
        toolVersion: toolIdentity(),
        save: (growing) => {
          store.save(growing);
          show(() => experimentSamples(growing, planned));
        },
        resume,
      }),
    ),
  );
  const measured = publish(record, job, io);
  if (record.end.state === 'complete') return measured ? exitCodes.passed : exitCodes.undecided;
  io.stderr.write(`go on with lotus-bench attribute --resume ${relative(io.cwd, store.folder)}\n`);
  return record.end.state === 'interrupted' ? exitCodes.interrupted : exitCodes.undecided;
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

/** Prints and writes the reports; true where any metric could be told. */
function publish(record: AttributionRecord, { store, json }: AttributionJob, io: Io): boolean {
  const found = attribute(record);
  const contents = attributionContents(record, found);
  const asJson = attributionJson(record, found);
  io.stdout.write(json ? asJson : attributionTerminal(contents, canvasFor(io)));
  const saved = [store.recordPath, writeBeside(store, 'attribution.json', asJson)];
  saved.push(writeBeside(store, 'report.md', attributionMarkdown(contents)));
  io.stderr.write(`saved ${saved.map((path) => relative(io.cwd, path)).join(', ')}\n`);
  return found.some(({ state }) => state === 'measured');
}
