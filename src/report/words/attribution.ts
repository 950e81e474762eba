import type { Attribution, AttributionRecord, Factor } from '../../model/attribution.js';
import type { Effect } from '../../model/claims-record.js';
import { type MetricId, metricOf } from '../../model/metrics.js';
import { databaseWord, quoted } from './command-line.js';
import { databaseLine, type Fact, machineText } from './conditions.js';
import { failureText } from './failures.js';
import { formatChange, formatElapsed, formatInterval } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { nothing } from './rows.js';
import { endText } from './run-end.js';

type Measured = Extract<Attribution, { readonly state: 'measured' }>;

/** One change, and what is to be thought of it. */
export interface PartCell {
  readonly change: string;
  readonly interval: string;
  readonly tone: 'better' | 'worse' | 'unclear';
}

/** A factor, or all of them, with its change of each metric. */
export interface PartRow {
  readonly name: string;
  /** `off → on`; empty where all factors have the same ends, or it is of all of them. */
  readonly ends: string;
  readonly cells: readonly PartCell[];
}

export interface AttributionContents {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly metrics: readonly string[];
  readonly parts: readonly PartRow[];
  readonly totals: readonly PartRow[];
  readonly notes: readonly string[];
  readonly legend: string;
  readonly facts: readonly Fact[];
  readonly commandLine: string;
}

function toneOf(metric: MetricId, { ratio }: Effect, sure: boolean): PartCell['tone'] {
  if (!sure) return 'unclear';
  return ratio < 1 === (metricOf(metric).better === 'lower') ? 'better' : 'worse';
}

function cellOf(metric: MetricId, effect: Effect, sure: boolean): PartCell {
  return { change: formatChange(effect.ratio), interval: formatInterval(effect), tone: toneOf(metric, effect, sure) };
}

const empty: PartCell = { change: nothing, interval: nothing, tone: 'unclear' };

const isSure = ({ low, high }: Effect) => low > 1 || high < 1;

function endsOf({ first, last }: Factor): string {
  return `${plainText(first)} → ${plainText(last)}`;
}

/** All go from the same end to the same other one, as the switches of a scenario do. */
function sameEnds(factors: readonly Factor[]): boolean {
  return new Set(factors.map(endsOf)).size === 1;
}

function partRows(factors: readonly Factor[], found: readonly Attribution[]): PartRow[] {
  return factors.map((factor, i) => ({
    name: plainText(factor.name),
    ends: sameEnds(factors) ? '' : endsOf(factor),
    cells: found.map((each) => {
      const part = each.state === 'measured' ? each.parts[i] : undefined;
      return part ? cellOf(each.metric, part.effect, part.standsOut) : empty;
    }),
  }));
}

function totalRows(found: readonly Attribution[]): PartRow[] {
  const row = (name: string, of: (each: Measured) => Effect) => ({
    name,
    ends: '',
    cells: found.map((each) => (each.state === 'measured' ? cellOf(each.metric, of(each), isSure(of(each))) : empty)),
  });
  return [row('the parts together', ({ sum }) => sum), row('all at once, measured', ({ whole }) => whole)];
}

/** `start-up −12 % (−14 … −9.8 %): services-parallel −8.1 %, routes-lazy −4.0 %` */
function metricSentence(each: Attribution): string {
  const { label } = metricOf(each.metric);
  if (each.state === 'not-measured') return `${label}: not measured, no server told it`;
  if (each.state === 'too-few') return `${label}: fewer than two repetitions were whole, too few to tell`;
  const moving = each.parts
    .filter(({ standsOut }) => standsOut)
    .sort((a, b) => Math.abs(Math.log(b.effect.ratio)) - Math.abs(Math.log(a.effect.ratio)))
    .map(({ factor, effect }) => `${plainText(factor)} ${formatChange(effect.ratio)}`);
  const all = `${label} ${formatChange(each.whole.ratio)} (${formatInterval(each.whole)})`;
  return `${all}: ${moving.length === 0 ? 'no part stands out' : moving.join(', ')}`;
}

/** What the parts do not explain, and which of them go together. */
function metricNotes(each: Attribution): string[] {
  if (each.state !== 'measured') return [];
  const { label } = metricOf(each.metric);
  const gap = `${formatChange(each.gap.ratio)} (${formatInterval(each.gap)})`;
  const sums = each.addsUp
    ? []
    : [
        `${label}: the parts do not add up to the whole, ${gap} is left over: three parts or more do something together, or one of them only at an end that the others seldom have`,
      ];
  const together = each.interactions.map(({ pairs, effect }) => {
    const [likeliest, ...others] = pairs.map(([a, b]) => `${plainText(a)} with ${plainText(b)}`);
    const rest = others.length === 0 ? '' : `; this design cannot tell it from ${listed(others)}, whose parts do less`;
    return `${label}: ${likeliest} go together: each changes it by another ${formatChange(effect.ratio)} (${formatInterval(effect)}) where the other is switched too${rest}`;
  });
  return [...sums, ...together];
}

function addingUp(found: readonly Attribution[]): string[] {
  const measured = found.filter((each) => each.state === 'measured');
  const whole = measured.filter(({ addsUp }) => addsUp).map(({ metric }) => metricOf(metric).label);
  const quiet = measured.filter(({ interactions }) => interactions.length === 0);
  return [
    ...(whole.length === 0 ? [] : [`The parts add up to the whole, within the intervals, of ${listed(whole)}.`]),
    ...(quiet.length === 0
      ? []
      : [`No two parts were seen to need each other in ${listed(quiet.map(({ metric }) => metricOf(metric).label))}.`]),
  ];
}

function endNotes({ end }: AttributionRecord, found: readonly Attribution[]): string[] {
  const failed = found.find((each) => each.state === 'too-few')?.failed;
  const why = failed ? [`${failed.armName}: ${plainText(failureText(failed.failure, failed.armName))}`] : [];
  if (end.state === 'complete') return why;
  return [`the run did not come to its end: ${end.state === 'failed' ? plainText(endText(end)) : end.state}`, ...why];
}

function factsOf({ plan, host, database, runId, elapsedMs }: AttributionRecord, repetitions: number): Fact[] {
  const { pairs, factors } = plan;
  const design = `${counted(2 * pairs.length, 'setting')} of ${counted(factors.length, 'part')}`;
  return [
    {
      label: 'Design',
      text: `resolution IV, ${design}, in pairs of mirror images that are alive together; ${counted(repetitions, 'repetition')}, profile ${plan.profile}`,
    },
    ...environmentFacts(plan),
    ...(plan.database ? [{ label: 'Database', text: databaseLine(database) }] : []),
    { label: 'Machine', text: machineText(host) },
    { label: 'Run', text: `${plainText(runId)}, seed ${plan.seed}, ${formatElapsed(elapsedMs)}` },
  ];
}

function environmentFacts({ subject, protocol }: AttributionRecord['plan']): Fact[] {
  const variables = Object.entries(protocol.env).map(([name, value]) => `${name}=${value}`);
  if (subject.own || variables.length === 0) return [];
  return [{ label: 'Every server', text: plainText(variables.join(' ')) }];
}

/** The command that measures the same again. */
function commandLineOf({ plan }: AttributionRecord): string {
  const { subject, protocol, factors, profile, seed, database } = plan;
  const [{ first = '', last = '' } = {}] = factors;
  const what = subject.own
    ? [...subject.own.server, ...subject.own.arms]
    : [subject.name, '--before', first, '--after', last];
  const env = subject.own ? [] : Object.entries(protocol.env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const db = !database || database.kind === 'auto' ? [] : ['--db', databaseWord(database)];
  const words = [
    'npx',
    'lotus-bench',
    'attribute',
    ...what,
    ...env,
    '--profile',
    profile,
    ...db,
    '--seed',
    String(seed),
  ];
  return words.map(quoted).join(' ');
}

/** The whole report of a run of `attribute`, as texts. */
export function attributionContents(record: AttributionRecord, found: readonly Attribution[]): AttributionContents {
  const { factors } = record.plan;
  const [one] = factors;
  const shown = found.filter(({ state }) => state !== 'not-measured');
  const repetitions = Math.max(0, ...found.map((each) => (each.state === 'measured' ? each.repetitions : 0)));
  return {
    title: `What each part contributes: ${plainText(record.runId)}${one && sameEnds(factors) ? `, from ${endsOf(one)}` : ''}`,
    sentences: found.map((each) => `${metricSentence(each)}.`),
    metrics: shown.map(({ metric }) => metricOf(metric).label),
    parts: partRows(factors, shown),
    totals: totalRows(shown),
    notes: [...found.flatMap(metricNotes), ...addingUp(found), ...endNotes(record, found)],
    legend:
      'Each change is that of one part over all settings of the others, with its 95 % interval; marked: further from nothing than chance would have it, all parts of the metric considered (Holm, 5 %).',
    facts: factsOf(record, repetitions),
    commandLine: commandLineOf(record),
  };
}
