import type { Arm } from '../model/arm.js';
import { addressOf } from '../model/database-address.js';
import { type MetricId, metricOf } from '../model/metrics.js';
import type { DatabaseChoice, ProfileName } from '../model/plan.js';
import { fitsClosedLoop, type Scenario } from '../model/scenario.js';
import type { SweepPlan, Swept } from '../model/sweep.js';
import { type Checked, type Mistake, mistakesOf, unlessMistaken } from './checked.js';
import { nearest } from './flags/nearest.js';
import type { SweepOptions } from './flags/sweep-flags.js';
import { databaseFor } from './make-plan.js';
import { readFind, readOver } from './sweep/over.js';

const rounds: Readonly<Record<ProfileName, number>> = { quick: 6, standard: 12, deep: 24 };
const refinements: Readonly<Record<ProfileName, number>> = { quick: 1, standard: 2, deep: 3 };
const sweepable = ['responseTimeUs', 'databaseQueryUs', 'cpuPerRequestUs', 'throughputPerSecond'] as const;

/** What `--over`, `--metric` and `--find` say, read and held against each other. */
interface Asked {
  readonly swept: Swept;
  readonly values: readonly number[];
  readonly metric: MetricId;
  readonly find?: number;
}

/** What the flags ask for, without looking at any server. */
export function readSweep(options: Pick<SweepOptions, 'over' | 'metric' | 'find'>): Checked<Asked> {
  const missing: Checked<never> = {
    state: 'mistaken',
    mistakes: [{ where: '--over', problem: 'nothing to sweep over; write --over database-rtt=0,1,5,20' }],
  };
  const over = options.over === undefined ? missing : readOver(options.over);
  const metric = metricFor(options.metric, over.state === 'good' ? over.value.swept : undefined);
  const better = metricOf(metric.state === 'good' ? metric.value : 'responseTimeUs').better;
  const find: Checked<number | undefined> =
    options.find === undefined ? { state: 'good', value: undefined } : readFind(options.find, better);
  if (over.state === 'mistaken' || metric.state === 'mistaken' || find.state === 'mistaken')
    return { state: 'mistaken', mistakes: mistakesOf(over, metric, find) };
  const searched = find.value === undefined ? {} : { find: find.value };
  return { state: 'good', value: { ...over.value, metric: metric.value, ...searched } };
}

function metricFor(word: string | undefined, swept: Swept | undefined): Checked<MetricId> {
  if (word === undefined)
    return { state: 'good', value: swept?.kind === 'connections' ? 'throughputPerSecond' : 'responseTimeUs' };
  const found = sweepable.find((id) => id === word);
  if (found) return { state: 'good', value: found };
  const problem = `"${word}" is not one of ${sweepable.join(', ')}; did you mean ${nearest(word, sweepable)}?`;
  return { state: 'mistaken', mistakes: [{ where: '--metric', problem }] };
}

function mistakesInSubject(
  { swept, metric }: Asked,
  scenario: Scenario,
  database: DatabaseChoice | undefined,
): Mistake[] {
  const mistakes: Mistake[] = [];
  const needsClosed = metric === 'throughputPerSecond' || swept.kind === 'connections';
  if (needsClosed && !scenario.requests.some(fitsClosedLoop))
    mistakes.push({ where: '--metric', problem: `${scenario.name} has no request that fits a closed loop` });
  if (metric === 'databaseQueryUs' && scenario.target.queryChannel === undefined)
    mistakes.push({ where: '--metric', problem: `the server of ${scenario.name} does not tell how long queries take` });
  if (swept.kind !== 'network' || swept.side !== 'database') return mistakes;
  if (!database) mistakes.push({ where: '--over', problem: `no arm of ${scenario.name} asks for a database` });
  else if (database.kind === 'uri' && !addressOf(database.uri)) {
    const problem = 'a link leads to one host; give --db a mongodb:// address with a single host';
    mistakes.push({ where: '--over', problem });
  }
  return mistakes;
}

/** The plan that measures two arms at every value. */
export function makeSweepPlan(
  asked: Asked,
  scenario: Scenario,
  arms: readonly [Arm, Arm],
  options: Pick<SweepOptions, 'profile' | 'seed' | 'db' | 'connections'>,
  { randomSeed }: { readonly randomSeed: number },
): Checked<SweepPlan> {
  const database = databaseFor(scenario, arms, options.db);
  return unlessMistaken(mistakesInSubject(asked, scenario, database.database), () => ({
    subject: scenario,
    arms,
    ...asked,
    rounds: rounds[options.profile],
    refinements: asked.find === undefined ? 0 : refinements[options.profile],
    connections: options.connections,
    profile: options.profile,
    seed: options.seed ?? randomSeed,
    ...database,
  }));
}
