import { randomInt } from 'node:crypto';
import type { BisectStep, Commit } from '../../../model/bisect.js';
import type { MetricId } from '../../../model/metrics.js';
import type { RunRecord } from '../../../model/record.js';
import { failedBeforeRounds } from '../../../model/run-end.js';
import { configFromFlags, ownWords } from '../../../plan/config/from-flags.js';
import { compareFlags } from '../../../plan/flags/compare-flags.js';
import { readFlags } from '../../../plan/flags/read-flags.js';
import { makePlan } from '../../../plan/make-plan.js';
import { endText } from '../../../report/words/run-end.js';
import { decide } from '../../../stats/decide.js';
import { exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { orBadUsage, UserError } from '../../edge/user-error.js';
import { judgedRecord } from '../../job/judged-record.js';
import { ownServer } from '../../job/own-server.js';
import { newRunId, openRunFolder } from '../../job/run-folder.js';
import { runJob } from '../../job/run-job.js';

/** One commit to be held against the good one. */
interface Pair {
  readonly good: Commit;
  readonly commit: Commit;
  readonly metric: MetricId;
  /** The smallest regression that is bad, as a share. */
  readonly limit: number;
  /** The folder of its record. */
  readonly out: string;
}

/** The user stopped it; what was measured is kept. */
export class Interrupted extends Error {}

const asked = ['start', 'ready', 'get', 'env', 'node', 'build', 'carry', 'profile', 'seed', 'connections'] as const;

/** The flags of a `compare` that answers this question. */
function flagsOf({ good, commit, metric, limit }: Pair, given: Readonly<Record<string, unknown>>) {
  return {
    profile: 'quick',
    ...Object.fromEntries(asked.filter((key) => key in given).map((key) => [key, given[key]])),
    before: `git:${good.sha}`,
    after: `git:${commit.sha}`,
    metrics: metric,
    limit: [`${metric}=${Number((limit * 100).toPrecision(6))}`],
  };
}

/**
 * Compares a commit with the good one by one metric. Throws Interrupted, and UserError where the good one is at fault.
 */
export async function compareCommits(
  pair: Pair,
  given: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<BisectStep> {
  const { commit, out } = pair;
  const flags = flagsOf(pair, given);
  const options = orBadUsage(readFlags(compareFlags, { flags, unexpected: [] }));
  const { scenario, arms } = orBadUsage(await ownServer(configFromFlags(options), ownWords(flags), io));
  const surroundings = { randomSeed: randomInt(2 ** 32), scenarioCount: 1 };
  const plan = orBadUsage(makePlan(options, scenario, { state: 'good', value: arms }, surroundings));
  const runId = newRunId(scenario.name);
  const job = { plan, runId, store: openRunFolder(runId, out, io) };
  try {
    const record = await runJob(job, { decide, calibrationFor: () => undefined }, io);
    if (record.end.state === 'interrupted') throw new Interrupted();
    return stepOf(record, pair);
  } catch (error) {
    // The code of one of the two could not be had: a good commit without it makes every step fail, at the first.
    if (error instanceof UserError && error.exitCode === exitCodes.undecided)
      return { commit, outcome: 'skipped', reason: error.message, folder: out };
    throw error;
  }
}

function stepOf(record: RunRecord, { commit, metric, out }: Pair): BisectStep {
  const failed = failedBeforeRounds(record.end);
  if (failed?.armName === 'before') throw new UserError(`--good: ${endText(record.end)}`, exitCodes.undecided);
  const { analysis } = judgedRecord(record, { inconclusive: 'pass' });
  const comparison = analysis.comparisons.find((each) => each.metric === metric);
  const { outcome = 'not measured', change } = comparison ?? {};
  const common = { commit, folder: out, ...(change === undefined ? {} : { change }) };
  switch (outcome) {
    case 'regressed':
      return { ...common, outcome: 'bad' };
    case 'improved':
    case 'no difference':
    case 'no regression':
      return { ...common, outcome: 'good' };
    case 'inconclusive':
      return { ...common, outcome: 'undecided' };
    case 'invalid':
    case 'not measured':
      return { ...common, outcome: 'skipped', reason: endText(record.end) };
  }
}
