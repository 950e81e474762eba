import { metricOf } from '../../model/metrics.js';
import type { SweepFindings, SweepPoint, SweepRecord, Swept, Threshold } from '../../model/sweep.js';
import { databaseWord, quoted } from './command-line.js';
import { databaseLine, type Fact, machineText } from './conditions.js';
import { failureText } from './failures.js';
import { formatChange, formatElapsed, formatInterval, formatTogether } from './format.js';
import { counted, plainText } from './plain-text.js';
import { nothing } from './rows.js';
import { endText } from './run-end.js';

/** One value with what was found there: texts, and the ratios of its interval. */
export interface SweepRow {
  readonly value: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly holds: string;
  readonly effect: SweepPoint['effect'];
}

export interface SweepContents {
  readonly title: string;
  readonly sentences: readonly string[];
  /** What is swept, the two arms, the change, its interval, and where one is searched for whether it holds. */
  readonly heads: readonly [string, string, string, string, string, string];
  readonly rows: readonly SweepRow[];
  readonly find: number | undefined;
  readonly notes: readonly string[];
  readonly facts: readonly Fact[];
  readonly commandLine: string;
}

/** `database round trip` */
function sweptText(swept: Swept): string {
  if (swept.kind === 'connections') return 'connections';
  if (swept.kind === 'variable') return plainText(swept.name);
  const side = swept.side === 'database' ? 'database' : 'clients';
  return swept.setting === 'roundTripMs' ? `round trip to ${side}` : `bandwidth to ${side}`;
}

/** A value with its unit: `20 ms`, `10 Mbit/s`, `8`. */
function valueText(swept: Swept, value: number): string {
  if (swept.kind !== 'network') return String(value);
  return swept.setting === 'roundTripMs' ? `${value} ms` : `${value} Mbit/s`;
}

const holdsTexts = { yes: 'yes', no: 'no', unclear: 'unclear' } as const;

function rowsOf({ plan }: SweepRecord, points: readonly SweepPoint[]): SweepRow[] {
  const { unit } = metricOf(plan.metric);
  return points.map((point) => {
    const [before = nothing, after = nothing] = formatTogether([point.before, point.after], unit);
    const { effect } = point;
    return {
      value: valueText(plan.swept, point.value),
      before,
      after,
      change: effect ? formatChange(effect.ratio) : nothing,
      interval: effect ? formatInterval(effect) : `${counted(point.rounds, 'round')}, too few`,
      holds: point.holds === undefined ? '' : holdsTexts[point.holds],
      effect,
    };
  });
}

/** `twice as good` is told as what it is: `−50 %`. */
function wantedText({ plan }: SweepRecord): string {
  return `${metricOf(plan.metric).label} ${formatChange(plan.find ?? 1)}`;
}

function thresholdText(record: SweepRecord, threshold: Threshold): string {
  const { swept, values } = record.plan;
  const wanted = wantedText(record);
  const at = (value: number) => valueText(swept, value);
  switch (threshold.kind) {
    case 'everywhere':
      return `${wanted}: holds at every value, from ${at(values[0] ?? 0)} to ${at(values.at(-1) ?? 0)}`;
    case 'nowhere':
      return `${wanted}: holds at no value, from ${at(values[0] ?? 0)} to ${at(values.at(-1) ?? 0)}`;
    case 'between':
      return threshold.not < threshold.holds
        ? `${wanted}: holds from ${at(threshold.holds)} on, and not up to ${at(threshold.not)}; in between it is not known`
        : `${wanted}: holds up to ${at(threshold.holds)}, and not from ${at(threshold.not)} on; in between it is not known`;
    case 'unclear':
      return `${wanted}: where it begins to hold could not be told; values further apart, or a longer --profile, may`;
    case 'back-and-forth':
      return `${wanted}: holds at some values and not at others, in no order: there is no single place where it begins`;
  }
}

/** The first and the last value in a sentence: `at 0 ms +3.1 %, at 20 ms −84 %`. */
function spanText({ plan }: SweepRecord, points: readonly SweepPoint[]): string {
  const ends = [points[0], points.length > 1 ? points.at(-1) : undefined].flatMap((point) =>
    point?.effect ? [`at ${valueText(plan.swept, point.value)} ${formatChange(point.effect.ratio)}`] : [],
  );
  return `${metricOf(plan.metric).label}, ${plan.arms[1].name} against ${plan.arms[0].name}: ${ends.length === 0 ? 'nothing could be told' : ends.join(', ')}`;
}

function factsOf({ plan, database, host, runId, elapsedMs }: SweepRecord): Fact[] {
  return [
    {
      label: 'Rounds',
      text: `${counted(plan.rounds, 'round')} of every value, profile ${plan.profile}; both servers are alive together, the values in an order drawn anew`,
    },
    ...(plan.database ? [{ label: 'Database', text: databaseLine(database) }] : []),
    { label: 'Machine', text: machineText(host) },
    { label: 'Run', text: `${plainText(runId)}, seed ${plan.seed}, ${formatElapsed(elapsedMs)}` },
  ];
}

/** `database-rtt=0,1,5,20` */
function overWords({ swept, values }: SweepRecord['plan']): string {
  const setting = (name: string) => (name === 'roundTripMs' ? 'rtt' : 'bandwidth');
  const what = swept.kind === 'network' ? `${swept.side}-${setting(swept.setting)}` : '';
  const named = { network: what, connections: 'connections', variable: swept.kind === 'variable' ? swept.name : '' };
  return `${named[swept.kind]}=${values.join(',')}`;
}

function commandLineOf({ plan }: SweepRecord): string {
  const { subject, arms, metric, find, profile, seed, database } = plan;
  const [before, after] = arms;
  const settings = [
    ['--before', before.setting],
    ['--after', after.setting],
  ].flatMap(([flag = '', setting]) => (setting === undefined ? [] : [flag, setting]));
  const what = subject.own ? [...subject.own.server, ...subject.own.arms] : [subject.name, ...settings];
  const searched =
    find === undefined
      ? []
      : ['--find', `${find < 1 ? '-' : '+'}${Number(Math.abs(100 * (find - 1)).toPrecision(6))}%`];
  const db = !database || database.kind === 'auto' ? [] : ['--db', databaseWord(database)];
  const words = ['npx', 'lotus-bench', 'sweep', ...what, '--over', overWords(plan), '--metric', metric, ...searched];
  return [...words, '--profile', profile, ...db, '--seed', String(seed)].map(quoted).join(' ');
}

/** The whole report of a sweep, as texts. */
export function sweepContents(record: SweepRecord, { points, threshold, failed }: SweepFindings): SweepContents {
  const { plan, end } = record;
  const [before, after] = plan.arms;
  const ended = end.state === 'failed' ? plainText(endText(end)) : end.state;
  return {
    title: `${metricOf(plan.metric).label} over ${sweptText(plan.swept)}: ${plainText(record.runId)}`,
    sentences: [...(threshold ? [`${thresholdText(record, threshold)}.`] : []), `${spanText(record, points)}.`],
    heads: [
      sweptText(plan.swept),
      before.name,
      after.name,
      'change',
      'interval',
      plan.find === undefined ? '' : formatChange(plan.find),
    ],
    rows: rowsOf(record, points),
    find: plan.find,
    notes: [
      ...(failed ? [`${failed.armName}: ${plainText(failureText(failed.failure, failed.armName))}`] : []),
      ...(end.state === 'complete' ? [] : [`The run did not come to its end: ${ended}.`]),
    ],
    facts: factsOf(record),
    commandLine: commandLineOf(record),
  };
}
