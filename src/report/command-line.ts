import { type MetricId, metricIds, metricOf } from '../model/metrics.js';
import type { Arm, DatabaseChoice, Plan } from '../model/plan.js';
import type { Switches } from '../model/scenario.js';

/** The word as a POSIX shell reads it back. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function databaseWord(choice: DatabaseChoice): string {
  // A report is shown around; a password is not.
  return choice.kind === 'uri' ? choice.uri.replace(/\/\/([^:@/]*):[^@]*@/, '//$1:***@') : choice.kind;
}

function budgetWords({ budgetMs }: Plan): string[] {
  return budgetMs === undefined ? [] : ['--budget', `${Math.round(budgetMs / 1000)}s`];
}

/** The variables that the user gave to an arm, without the one that carries its setting. */
function ownEnv(arm: Arm, switches: Switches | undefined): [string, string][] {
  return Object.entries(arm.env).filter(([name]) => name !== switches?.env);
}

/** Are these the metrics that are judged when nobody says otherwise? */
function areUsual(chosen: readonly MetricId[]): boolean {
  const usual = metricIds.filter((id) => metricOf(id).gate);
  return usual.length === chosen.length && usual.every((id) => chosen.includes(id));
}

/** The command that calibrates for runs like this one. */
export function calibrateCommand({ scenario, profile, database }: Plan): string {
  const words = ['npx', 'lotus-bench', 'calibrate', scenario.name, '--profile', profile.name];
  return [...words, ...(database.kind === 'auto' ? [] : ['--db', databaseWord(database)])].map(quoted).join(' ');
}

/** The command that makes the same calibration again: same order, data and load. */
export function calibrateAgain(plan: Plan): string {
  const [arm] = plan.arms;
  const words = [
    ...(arm ? ['--setting', arm.setting] : []),
    ...['--rounds', String(plan.rounds.length)],
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
  const words = [
    ...['npx', 'lotus-bench', 'compare', plan.scenario.name],
    ...(before ? ['--before', before.setting] : []),
    ...(after ? ['--after', after.setting] : []),
    ...further.flatMap(({ name, setting }) => ['--arm', name === setting ? name : `${name}:${setting}`]),
    ...envFlags('--before-env', before),
    ...envFlags('--after-env', after),
    ...['--profile', plan.profile.name],
    ...['--rounds', String(plan.profile.looks.at(-1) ?? plan.rounds.length)],
    ...budgetWords(plan),
    ...(plan.load.ratePerSecond === 'auto' ? [] : ['--rate', String(plan.load.ratePerSecond)]),
    ...['--connections', String(plan.load.connections)],
    ...['--db', databaseWord(plan.database)],
    ...(plan.pinnedCores ? ['--pin'] : []),
    ...(areUsual(plan.gateMetrics) ? [] : ['--metrics', plan.gateMetrics.join(',')]),
    ...(plan.failFast ? [] : ['--no-fail-fast']),
    ...['--seed', String(plan.seed)],
  ];
  return words.map(quoted).join(' ');
}
