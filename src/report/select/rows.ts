import type { Comparison, Measured, Outcome } from '../../model/analysis.js';
import { type MetricGroup, type MetricId, metricIds, metricOf } from '../../model/metrics.js';
import type { Promised, Scenario } from '../../model/scenario.js';
import { type Footnote, Footnotes, notesOn, unmeasured } from './footnotes.js';

/** A change as it is shown. */
export type ShownChange =
  | { readonly kind: 'none' }
  /** after/before; `interval`: `exact` for counts, which have no noise. */
  | {
      readonly kind: 'ratio';
      readonly ratio: number;
      readonly interval: { readonly low: number; readonly high: number } | 'exact' | undefined;
    }
  /** Two shares whose difference is the change: a share of zero has no ratio. */
  | { readonly kind: 'points'; readonly before: number; readonly after: number };

/** One metric of one arm, as numbers. */
export interface SelectedRow {
  readonly metric: MetricId;
  /** Part of the row above it: a phase of the start-up. */
  readonly part: boolean;
  readonly before: Measured;
  readonly after: Measured;
  readonly change: ShownChange;
  readonly outcome: Outcome;
  /** Of a metric that the verdict is about. */
  readonly judged: { readonly limit: number; readonly ruledOut: number | undefined } | undefined;
  /** Numbers of the footnotes that this row points to. */
  readonly notes: readonly number[];
  readonly promise: Promised | undefined;
}

/** What a group of rows is about. */
export type Heading = 'judged' | 'promised' | 'start-up phases' | MetricGroup;

/**
 * The table of one arm against the reference: the judged metrics first, then those with a promise, then the others by
 * group.
 */
export interface SelectedTable {
  readonly groups: readonly { readonly heading: Heading; readonly rows: readonly SelectedRow[] }[];
  readonly footnotes: readonly Footnote[];
  /** Metrics, or whole groups of them, without a row because neither arm has a value, and why. */
  readonly notMeasured: readonly Footnote[];
}

/** Is it a part of the start-up's own row? */
export function isPart(metric: MetricId): boolean {
  return metricOf(metric).group === 'start-up' && metric !== 'startupMs';
}

function changeOf({ metric, change, before, after, outcome }: Comparison): ShownChange {
  const { comparison } = metricOf(metric);
  const known = before.state === 'value' && after.state === 'value';
  if (comparison === 'errors' && known) return { kind: 'points', before: before.value, after: after.value };
  // A server that answered wrongly may have been fast; that is no change worth a number.
  if (outcome === 'invalid') return { kind: 'none' };
  if (comparison === 'exact' && known && before.value === after.value)
    return { kind: 'ratio', ratio: 1, interval: 'exact' };
  if (!change) return { kind: 'none' };
  const { ratio, interval } = change;
  return { kind: 'ratio', ratio, interval: interval && interval.low === interval.high ? 'exact' : interval };
}

function rowOf(comparison: Comparison, promise: Promised | undefined, footnotes: Footnotes, part: boolean) {
  const { metric, before, after, outcome, gate, limit, ruledOut } = comparison;
  const isBounded = outcome !== 'regressed' && outcome !== 'invalid';
  return {
    ...{ metric, part, before, after, outcome, promise },
    change: changeOf(comparison),
    judged: gate ? { limit, ruledOut: isBounded ? ruledOut : undefined } : undefined,
    notes: notesOn(comparison).map((note) => footnotes.add({ kind: 'metric', metric }, note)),
  } satisfies SelectedRow;
}

function hasValue({ before, after }: Comparison): boolean {
  return before.state === 'value' || after.state === 'value';
}

/**
 * A row of dashes is only worth its line if the metric is judged or something was promised; an invalid arm has nothing
 * to hold against a promise.
 */
function isWorthARow(comparison: Comparison, promise: Promised | undefined): boolean {
  if (comparison.outcome === 'invalid') return comparison.after.state === 'value';
  return hasValue(comparison) || comparison.gate || promise !== undefined;
}

/** Comparisons in the order of the metrics' own table. */
export function inOrder(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.toSorted((a, b) => metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric));
}

/** The table of one arm, from its comparisons; empty for an arm of which nothing was measured. */
export function tableOf(comparisons: readonly Comparison[], promises: Scenario['promises']): SelectedTable {
  if (!comparisons.some(hasValue)) return { groups: [], footnotes: [], notMeasured: [] };
  const ordered = inOrder(comparisons);
  const worth = ordered.filter((each) => isWorthARow(each, promises[each.metric]));
  const footnotes = new Footnotes();
  const judged = worth.filter(({ gate }) => gate);
  const isStartupJudged = judged.some(({ metric }) => metric === 'startupMs');
  const rowsOf = (members: readonly Comparison[]) =>
    members.map((each) => rowOf(each, promises[each.metric], footnotes, isPart(each.metric) && !isStartupJudged));
  const headings = new Map<Heading, Comparison[]>([
    ['judged', judged],
    ['promised', []],
  ]);
  for (const each of worth.filter(({ gate }) => !gate)) {
    const { group } = metricOf(each.metric);
    const isPhase = group === 'start-up' && isStartupJudged;
    const heading = promises[each.metric] ? 'promised' : isPhase ? 'start-up phases' : group;
    headings.set(heading, [...(headings.get(heading) ?? []), each]);
  }
  const groups = [...headings]
    .filter(([, members]) => members.length > 0)
    .map(([heading, members]) => ({ heading, rows: rowsOf(members) }));
  const left = ordered.filter((each) => !worth.includes(each));
  return { groups, footnotes: footnotes.all(), notMeasured: unmeasured(left, ordered) };
}
