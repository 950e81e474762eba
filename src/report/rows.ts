import type { Comparison, Measured, Outcome } from '../model/analysis.js';
import { type MetricGroup, type MetricId, metricIds, metricOf } from '../model/metrics.js';
import type { Promised, Scenario } from '../model/scenario.js';
import { formatChange, formatInterval, formatPoints } from './change-text.js';
import { type Footnote, Footnotes } from './footnotes.js';
import { formatTogether } from './format.js';
import { plainText } from './plain-text.js';

/** The outcome as it is drawn: an absent value is neither a difference nor the lack of one. */
export type OutcomeTag = Outcome | 'not measured';

/** One metric of one arm, ready to be drawn: every cell is final plain text, and no cell is empty by accident. */
export interface ReportRow {
  readonly label: string;
  /** Part of the row above it: a phase of the start-up. */
  readonly part: boolean;
  /** The verdict is about this metric. */
  readonly judged: boolean;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  readonly outcome: OutcomeTag;
  /** Numbers of the footnotes that this row points to. */
  readonly notes: readonly number[];
  /** What the report promised; empty where it promised nothing. */
  readonly promise: string;
}

interface ReportGroup {
  readonly title: string;
  readonly rows: readonly ReportRow[];
}

/** The table of one arm against the reference. */
export interface ReportTable {
  readonly groups: readonly ReportGroup[];
  readonly footnotes: readonly Footnote[];
  /** Metrics without a row because neither arm has a value, and why. */
  readonly notMeasured: readonly Footnote[];
}

/** What each group is called in a table. */
export const groupTitles: Readonly<Record<MetricGroup, string>> = {
  'start-up': 'Start-up',
  latency: 'Latency',
  throughput: 'Throughput',
  memory: 'Memory',
  database: 'Database',
  cpu: 'CPU',
  streaming: 'Streaming',
  errors: 'Errors',
};

/** Drawn where there is no value. A zero would be a measurement. */
export const nothing = '—';

/** Is it a part of the metric above it? */
export function isPart(metric: MetricId): boolean {
  return metricOf(metric).group === 'start-up' && metric !== 'startupMs';
}

function cellsOf(values: readonly [Measured, Measured], comparison: Comparison): [string, string] {
  const present = values.flatMap((measured) => (measured.state === 'value' ? [measured.value] : []));
  const texts = formatTogether(present, metricOf(comparison.metric).unit);
  const cellOf = (measured: Measured) => (measured.state === 'value' ? (texts.shift() ?? nothing) : nothing);
  return [cellOf(values[0]), cellOf(values[1])];
}

function changeCells(given: Comparison): { change: string; interval: string } {
  const { metric, change, before, after, outcome } = given;
  const { comparison } = metricOf(metric);
  const known = before.state === 'value' && after.state === 'value';
  if (comparison === 'errors' && known) return { change: formatPoints(before.value, after.value), interval: nothing };
  // A server that answered wrongly may have been fast; that is no change worth a number.
  if (outcome === 'invalid') return { change: nothing, interval: nothing };
  if (comparison === 'exact' && known && before.value === after.value) return { change: '0 %', interval: 'exact' };
  if (!change) return { change: nothing, interval: nothing };
  const { interval } = change;
  if (interval && interval.low === interval.high) return { change: formatChange(change.ratio), interval: 'exact' };
  return { change: formatChange(change.ratio), interval: interval ? formatInterval(interval) : nothing };
}

/** Why there is no value: one reason that both arms share, or one for each arm that lacks it, with its name. */
function absencesIn({ before, after, referenceName, armName }: Comparison): string[] {
  if (before.state === 'absent' && after.state === 'absent' && before.reason === after.reason) return [before.reason];
  return [
    ...(before.state === 'absent' ? [`${before.reason} (${referenceName})`] : []),
    ...(after.state === 'absent' ? [`${after.reason} (${armName})`] : []),
  ];
}

/** What a reader must know of this row beyond its cells. An outcome's reason and the absence behind it are one fact, told once. */
function remarksOn(comparison: Comparison): string[] {
  const { outcome, reason, warnings } = comparison;
  const judgement = reason === '' ? [] : [reason];
  if (outcome === 'invalid') return [...judgement, ...warnings];
  const absences = absencesIn(comparison).map((why) => `not measured: ${why}`);
  return [...(absences.length > 0 ? absences : judgement), ...warnings];
}

function rowOf(comparison: Comparison, promise: Promised | undefined, footnotes: Footnotes): ReportRow {
  const { label } = metricOf(comparison.metric);
  const [before, after] = cellsOf([comparison.before, comparison.after], comparison);
  const absent = comparison.before.state === 'absent' || comparison.after.state === 'absent';
  return {
    label,
    part: isPart(comparison.metric),
    judged: comparison.gate,
    before,
    after,
    ...changeCells(comparison),
    outcome: absent && comparison.outcome !== 'invalid' ? 'not measured' : comparison.outcome,
    notes: remarksOn(comparison).map((remark) => footnotes.add(label, remark)),
    promise: promise ? plainText(promise.text) : '',
  };
}

/** A row of dashes is only worth its line if something was promised; an invalid arm has nothing to hold against a promise. */
function isWorthARow({ before, after, outcome }: Comparison, promise: Promised | undefined): boolean {
  if (outcome === 'invalid') return after.state === 'value';
  return before.state === 'value' || after.state === 'value' || promise !== undefined;
}

/** The table of one arm, from its comparisons: groups in the order of the metrics' own table. */
export function tableOf(comparisons: readonly Comparison[], promises: Scenario['promises']): ReportTable {
  const footnotes = new Footnotes();
  const notMeasured = new Footnotes();
  const rows = new Map<MetricGroup, ReportRow[]>();
  const inOrder = comparisons.toSorted((a, b) => metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric));
  for (const comparison of inOrder) {
    const { group, label } = metricOf(comparison.metric);
    const promise = promises[comparison.metric];
    if (isWorthARow(comparison, promise)) {
      rows.set(group, [...(rows.get(group) ?? []), rowOf(comparison, promise, footnotes)]);
    } else {
      const why = comparison.outcome === 'invalid' ? [comparison.reason] : absencesIn(comparison);
      for (const remark of why) notMeasured.add(label, remark);
    }
  }
  return {
    groups: [...rows].map(([group, members]) => ({ title: groupTitles[group], rows: members })),
    footnotes: footnotes.all(),
    notMeasured: notMeasured.all(),
  };
}
