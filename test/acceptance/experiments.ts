import { fileURLToPath } from 'node:url';
import type { MetricId } from '../../src/model/metrics.js';
import type { ProfileName } from '../../src/model/plan.js';
import type { RunResult } from './compare-run.js';

/** One question to the real gate, asked in a number of runs with seeds of their own. */
export interface Experiment {
  readonly name: string;
  /** What is compared, in a few words. */
  readonly title: string;
  readonly profile: ProfileName;
  readonly runs: number;
  /**
   * Arguments of `compare` besides the profile and the seed; `cpuUs` is what a request of the unchanged server costs.
   */
  readonly options: (cpuUs: () => number) => readonly string[];
  /** What was promised of these runs, and whether it came out. */
  readonly promised: string;
  readonly holds: (results: readonly RunResult[]) => boolean;
  /** What to count beside the verdicts. */
  readonly counted?: (results: readonly RunResult[]) => string;
  /** A busy loop on every core meanwhile. */
  readonly starved?: true;
}

const identical = ['--before', 'after', '--after', 'after'] as const;

function fixture(name: string): string {
  return `NODE_OPTIONS=--import=${fileURLToPath(new URL(`../../../test/acceptance/fixtures/${name}.mjs`, import.meta.url))}`;
}

function planted(name: string, ...env: readonly string[]): string[] {
  return [...identical, ...[fixture(name), ...env].flatMap((pair) => ['--after-env', pair])];
}

function falseCalls(results: readonly RunResult[]): number {
  return results.filter(({ calls }) =>
    Object.values(calls).some(({ outcome }) => outcome === 'improved' || outcome === 'regressed'),
  ).length;
}

function passed(results: readonly RunResult[]): number {
  return results.filter(({ verdict, exitCode }) => verdict === 'passed' && exitCode === 0).length;
}

function regressed(results: readonly RunResult[], metric: MetricId): number {
  return results.filter(({ calls, exitCode }) => calls[metric]?.outcome === 'regressed' && exitCode === 3).length;
}

const share = (found: number, of: readonly unknown[]) => `${found} of ${of.length}`;
const cpu = (results: readonly RunResult[]) => regressed(results, 'cpuPerRequestUs');
/** Planted work costs CPU and time: a run that fails fast may end when one of the two is called. */
const worked = (results: readonly RunResult[]) =>
  results.filter(
    ({ calls, exitCode }) =>
      exitCode === 3 && [calls.cpuPerRequestUs, calls.responseTimeUs].some((call) => call?.outcome === 'regressed'),
  ).length;
const countWork = (results: readonly RunResult[]) =>
  `found in ${share(worked(results), results)}, in ${cpu(results)} by CPU per request itself`;
const atFirstLook = (results: readonly RunResult[], look: number) =>
  results.filter(({ roundsUsed, changedClasses }) => roundsUsed === look && changedClasses.includes('detail')).length;

/** In the order in which they run. The first tells what a request costs, of which the planted ones take a share. */
export const experiments: readonly Experiment[] = [
  {
    name: 'identical',
    title: 'identical arms',
    profile: 'quick',
    runs: 20,
    options: () => identical,
    promised: 'at most 1 false verdict of 20 runs, at least 19 passed',
    holds: (results) => falseCalls(results) <= 1 && passed(results) >= results.length - 1,
    counted: (results) => `${share(passed(results), results)} passed, ${falseCalls(results)} false`,
  },
  {
    name: 'cpu-5',
    title: '5 % more CPU per request',
    profile: 'quick',
    runs: 10,
    options: (cpuUs) => planted('burn-cpu', `BURN_US=${(0.05 * cpuUs()).toFixed(0)}`),
    promised: 'found in at least 9 of 10',
    holds: (results) => worked(results) >= 0.9 * results.length,
    counted: countWork,
  },
  {
    name: 'cpu-3',
    title: '3 % more CPU per request',
    profile: 'quick',
    runs: 10,
    options: (cpuUs) => planted('burn-cpu', `BURN_US=${(0.03 * cpuUs()).toFixed(0)}`),
    promised: 'the share is given: 3 % is below the limit of 5 %',
    holds: () => true,
    counted: countWork,
  },
  {
    name: 'delay',
    title: '30 ms more in one route',
    profile: 'quick',
    runs: 5,
    options: () => planted('delay-one-route'),
    promised: 'found in 5 of 5 at the first look, with the route named',
    holds: (results) =>
      regressed(results, 'responseTimeUs') === results.length && atFirstLook(results, 6) === results.length,
    counted: (results) =>
      `found in ${share(regressed(results, 'responseTimeUs'), results)}, ${atFirstLook(results, 6)} at the first look with \`detail\` named`,
  },
  {
    name: 'pool-of-1',
    title: 'a pool of one connection to a database 3 ms away',
    profile: 'quick',
    runs: 3,
    options: () => [...planted('slow-database', 'POOL_SIZE=1'), '--before-env', fixture('slow-database')],
    promised: 'found in requests per second in 3 of 3',
    holds: (results) => regressed(results, 'throughputPerSecond') === results.length,
    counted: (results) => `found in ${share(regressed(results, 'throughputPerSecond'), results)}`,
  },
  {
    name: 'starved',
    title: 'identical arms, a busy loop on every core',
    profile: 'quick',
    runs: 2,
    starved: true,
    options: () => identical,
    promised: 'no false verdict',
    holds: (results) => falseCalls(results) === 0,
    counted: (results) => `${falseCalls(results)} false`,
  },
  {
    name: 'standard-identical',
    title: 'identical arms',
    profile: 'standard',
    runs: 5,
    options: () => identical,
    promised: '5 of 5 passed',
    holds: (results) => passed(results) === results.length,
    counted: (results) => `${share(passed(results), results)} passed, ${falseCalls(results)} false`,
  },
  {
    name: 'standard-cpu-3',
    title: '3 % more CPU per request',
    profile: 'standard',
    runs: 5,
    options: (cpuUs) => planted('burn-cpu', `BURN_US=${(0.03 * cpuUs()).toFixed(0)}`),
    promised: 'found in at least 4 of 5',
    holds: (results) => worked(results) >= 0.8 * results.length,
    counted: countWork,
  },
];

/** Do turns and slices agree on what changed? Six rounds of both kinds each. */
const both = ['--rounds', '6', '--no-fail-fast'] as const;
const agreement = (name: string, title: string, options: readonly string[]): Experiment => ({
  name: `agree-${name}`,
  title,
  profile: 'standard',
  runs: 1,
  options: () => [...options, ...both],
  promised: 'turns and slices agree, or what each measures is said',
  holds: () => true,
});

export const agreements: readonly Experiment[] = [
  agreement('before-after', '`before` against `after`', []),
  agreement('cpu', '2 ms more CPU per request', planted('burn-cpu', 'BURN_US=2000')),
  agreement('delay', '30 ms more in one route', planted('delay-one-route')),
  agreement('gc', '50,000 short-lived objects per request', planted('gc-pressure')),
  agreement('n-plus-one', 'ten more round trips to the database per query', planted('n-plus-one')),
  agreement('event-loop', 'the event loop held up for 20 ms, five times a second', planted('hold-event-loop')),
  agreement('deferred', '2 ms of CPU per request put off to a timer', planted('deferred-work')),
];
