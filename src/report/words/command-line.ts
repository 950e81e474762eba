import type { Arm } from '../../model/arm.js';
import { megabitBytes } from '../../model/condition.js';
import { metricIds, metricOf } from '../../model/metrics.js';
import { appliesTo, type DatabaseChoice, type Plan } from '../../model/plan.js';
import type { Switches } from '../../model/scenario.js';

/** The word as a POSIX shell reads it back. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The database that `--db` asks for, without its password. */
export function databaseWord(choice: DatabaseChoice): string {
  // A report is shown around; a password is not.
  return choice.kind === 'uri' ? choice.uri.replace(/\/\/([^:@/]*):[^@]*@/, '//$1:***@') : choice.kind;
}

function settingWords(flag: string, arm: Arm | undefined): string[] {
  return arm?.setting === undefined ? [] : [flag, arm.setting];
}

function budgetWords({ budgetMs }: Plan): string[] {
  return budgetMs === undefined ? [] : ['--budget', `${Math.round(budgetMs / 1000)}s`];
}

/** The variables that the user gave to an arm, without the one that carries its setting. */
function ownEnv(arm: Arm, switches: Switches | undefined): [string, string][] {
  return Object.entries(arm.env).filter(([name]) => name !== switches?.env);
}

/**
 * The metrics to judge, where they are not the usual ones; requests per second are left out where nothing fits a closed
 * loop.
 */
function metricsWords({ scenario, decision: { gateMetrics } }: Plan): string[] {
  const usual = metricIds.filter(
    (metric) => metricOf(metric).gate && (appliesTo('closed', scenario) || metric !== 'throughputPerSecond'),
  );
  const same = usual.length === gateMetrics.length && usual.every((metric) => gateMetrics.includes(metric));
  return same || gateMetrics.length === 0 ? [] : ['--metrics', gateMetrics.join(',')];
}

/**
 * `--limit startupMs=10`: of every judged metric, because no later version need have the same defaults; of the others
 * where it is not the usual one.
 */
function limitWords({ decision }: Plan): string[] {
  const { gateMetrics, limits } = decision;
  return metricIds
    .filter((metric) => gateMetrics.includes(metric) || limits[metric] !== metricOf(metric).limit)
    .flatMap((metric) => ['--limit', `${metric}=${Number((limits[metric] * 100).toPrecision(6))}`]);
}

/** The default of `--connections`: a command need not name it. */
const defaultConnections = 10;

function rateWords({ profile }: Plan): string[] {
  const open = profile.phases.find((phase) => phase.kind === 'open');
  return open === undefined || open.ratePerSecond === 'auto' ? [] : ['--rate', String(open.ratePerSecond)];
}

function networkWords({ condition }: Plan): string[] {
  const sides = [
    ['database', condition?.databaseLink],
    ['client', condition?.clientLink],
  ] as const;
  return sides.flatMap(([side, { roundTripMs, bytesPerSecond } = {}]) => [
    ...(roundTripMs === undefined ? [] : [`--${side}-rtt`, String(roundTripMs)]),
    ...(bytesPerSecond === undefined ? [] : [`--${side}-bandwidth`, String(bytesPerSecond / megabitBytes)]),
  ]);
}

/** The command that calibrates for runs like this one. */
export function calibrateCommand(plan: Plan): string {
  const { scenario, profile, database, load, pinnedCores } = plan;
  const words = [
    ...['npx', 'lotus-bench', 'calibrate'],
    ...(scenario.own ? scenario.own.server : [scenario.name]),
    ...['--profile', profile.name],
    ...rateWords(plan),
    ...(load.connections === defaultConnections ? [] : ['--connections', String(load.connections)]),
    ...(!database || database.kind === 'auto' ? [] : ['--db', databaseWord(database)]),
    ...(pinnedCores ? ['--pin'] : []),
  ];
  return words.map(quoted).join(' ');
}

/** The command that makes the same calibration again: same order, data and load. */
export function calibrateAgain(plan: Plan): string {
  const [arm] = plan.arms;
  const words = [
    ...settingWords('--setting', arm),
    ...['--rounds', String(plan.maxRounds)],
    ...budgetWords(plan),
    ...['--seed', String(plan.seed)],
  ];
  return [calibrateCommand(plan), ...words.map(quoted)].join(' ');
}

/** The command that plans the same run again: same arms, order, data and load. Its flags are those of `compare`. */
export function commandLine(plan: Plan): string {
  const { switches } = plan.scenario;
  const [before, after, ...further] = plan.arms;
  const envFlags = (flag: string, arm: Arm | undefined) =>
    arm ? ownEnv(arm, switches).flatMap(([name, value]) => [flag, `${name}=${value}`]) : [];
  const { own } = plan.scenario;
  const bundled = [
    plan.scenario.name,
    ...settingWords('--before', before),
    ...settingWords('--after', after),
    ...further.flatMap(({ name, setting = name }) => ['--arm', name === setting ? name : `${name}:${setting}`]),
    ...envFlags('--before-env', before),
    ...envFlags('--after-env', after),
  ];
  const words = [
    ...['npx', 'lotus-bench', 'compare'],
    ...(own ? [...own.server, ...own.arms] : bundled),
    ...['--profile', plan.profile.name],
    ...['--rounds', String(plan.maxRounds)],
    ...budgetWords(plan),
    ...rateWords(plan),
    ...['--connections', String(plan.load.connections)],
    ...(plan.database ? ['--db', databaseWord(plan.database)] : []),
    ...(plan.pinnedCores ? ['--pin'] : []),
    ...networkWords(plan),
    ...metricsWords(plan),
    ...limitWords(plan),
    ...(plan.failFast ? [] : ['--no-fail-fast']),
    ...['--seed', String(plan.seed)],
  ];
  return words.map(quoted).join(' ');
}
