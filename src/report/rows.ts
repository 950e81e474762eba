import type { Comparison, Measured, Outcome } from '../model/analysis.js';
import { type MetricGroup, type MetricId, metricIds, metricOf } from '../model/metrics.js';
import type { Promised, Scenario } from '../model/scenario.js';
import { formatChange, formatInterval, formatPoints, formatSmallShare } from './change-text.js';
import { type Footnote, Footnotes } from './footnotes.js';
import { formatTogether } from './format.js';
import { absencesIn, unmeasured } from './not-measured.js';
import { counted, plainText } from './plain-text.js';
import { groupTitles } from './wording.js';

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
  readonly outcome: Outcome;
  /** The smallest regression to catch: `5 %`; empty for a metric that is information. */
  readonly limit: string;
  /** Regressions that the rounds rule out: `> 3.1 %`, or `any`; empty for a metric that is information. */
  readonly ruledOut: string;
  /** Numbers of the footnotes that this row points to. */
  readonly notes: readonly number[];
  /** What was promised; empty where nothing was. */
  readonly promise: string;
}

interface ReportGroup {
  readonly title: string;
  readonly rows: readonly ReportRow[];
}

/** The table of one arm against the reference: the judged metrics first, then the others by group. */
export interface ReportTable {
  readonly groups: readonly ReportGroup[];
  readonly footnotes: readonly Footnote[];
  /** Metrics, or whole groups of them, without a row because neither arm has a value, and why. */
  readonly notMeasured: readonly Footnote[];
}

/** Drawn where there is no value. A zero would be a measurement. */
export const nothing = '—';

const judgedTitle = 'Judged metrics';
/** Of the start-up's parts, where the whole stands among the judged metrics. */
const phasesTitle = 'Start-up phases';

/** Is it a part of the start-up's own row? */
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

function limitCells({ gate, limit, ruledOut, outcome }: Comparison): { limit: string; ruledOut: string } {
  if (!gate) return { limit: '', ruledOut: '' };
  const shown = outcome === 'regressed' || outcome === 'invalid' ? undefined : ruledOut;
  const bound = shown === undefined ? nothing : shown <= 0 ? 'any' : `> ${formatSmallShare(shown)}`;
  return { limit: formatSmallShare(limit), ruledOut: bound };
}

/** What a reader must know of this row beyond its cells. An outcome's reason and the absence behind it are one fact, told once. */
function remarksOn(comparison: Comparison): string[] {
  const { outcome, reason, roundsNeeded, warnings } = comparison;
  // Why an arm is invalid is said above the table, once for all its metrics.
  if (outcome === 'invalid') return [...warnings];
  const absences = absencesIn(comparison).map((why) => `not measured: ${why}`);
  const more = roundsNeeded === undefined ? '' : `about ${counted(roundsNeeded, 'round')} would decide`;
  const judgement = [reason, more].filter((text) => text !== '').join('; ');
  return [...(absences.length > 0 ? absences : [judgement].filter((text) => text !== '')), ...warnings];
}

function rowOf(comparison: Comparison, promise: Promised | undefined, footnotes: Footnotes, part: boolean): ReportRow {
  const { label } = metricOf(comparison.metric);
  const [before, after] = cellsOf([comparison.before, comparison.after], comparison);
  return {
    label,
    part,
    judged: comparison.gate,
    before,
    after,
    ...changeCells(comparison),
    outcome: comparison.outcome,
    ...limitCells(comparison),
    notes: remarksOn(comparison).map((remark) => footnotes.add(label, remark)),
    promise: promise ? plainText(promise.text) : '',
  };
}

function hasValue({ before, after }: Comparison): boolean {
  return before.state === 'value' || after.state === 'value';
}

/** A row of dashes is only worth its line if the metric is judged or something was promised; an invalid arm has nothing to hold against a promise. */
function isWorthARow(comparison: Comparison, promise: Promised | undefined): boolean {
  if (comparison.outcome === 'invalid') return comparison.after.state === 'value';
  return hasValue(comparison) || comparison.gate || promise !== undefined;
}

/** The table of one arm, from its comparisons, in the order of the metrics' own table; empty for an arm of which nothing was measured. */
export function tableOf(comparisons: readonly Comparison[], promises: Scenario['promises']): ReportTable {
  if (!comparisons.some(hasValue)) return { groups: [], footnotes: [], notMeasured: [] };
  const inOrder = comparisons.toSorted((a, b) => metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric));
  const worth = inOrder.filter((each) => isWorthARow(each, promises[each.metric]));
  const footnotes = new Footnotes();
  const judged = worth.filter(({ gate }) => gate);
  const startupJudged = judged.some(({ metric }) => metric === 'startupMs');
  const rowsOf = (members: readonly Comparison[]) =>
    members.map((each) => rowOf(each, promises[each.metric], footnotes, isPart(each.metric) && !startupJudged));
  const others = new Map<MetricGroup, Comparison[]>();
  for (const each of worth.filter(({ gate }) => !gate)) {
    const { group } = metricOf(each.metric);
    others.set(group, [...(others.get(group) ?? []), each]);
  }
  const titleOf = (group: MetricGroup) => (group === 'start-up' && startupJudged ? phasesTitle : groupTitles[group]);
  const groups = [
    ...(judged.length > 0 ? [{ title: judgedTitle, rows: rowsOf(judged) }] : []),
    ...[...others].map(([group, members]) => ({ title: titleOf(group), rows: rowsOf(members) })),
  ];
  const left = inOrder.filter((each) => !worth.includes(each));
  return { groups, footnotes: footnotes.all(), notMeasured: unmeasured(left, inOrder) };
}
