import type { ClassComparison, Measured, Outcome } from '../../model/analysis.js';
import { metricOf, type Unit } from '../../model/metrics.js';
import type { Footnote, Note, Subject } from '../select/footnotes.js';
import type { Heading, SelectedRow, SelectedTable, ShownChange } from '../select/rows.js';
import { formatChange, formatInterval, formatPoints, formatShare, formatTogether } from './format.js';
import { counted, plainText } from './plain-text.js';
import { reasonText, remarkText } from './reasons.js';
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

/** The table of one arm in words. */
export interface ReportTable {
  readonly groups: readonly {
    readonly title: string;
    readonly headline: boolean;
    readonly rows: readonly ReportRow[];
  }[];
  /** `[1] RSS: …`, numbered in the order in which rows point to them. */
  readonly footnotes: readonly { readonly number: number; readonly text: string }[];
  /** Metrics without a row, in one sentence; empty when there are none. */
  readonly notMeasured: string;
}

/**
 * One request class of one arm beside the reference: its response time in turns. Information: it names where a change
 * is.
 */
export interface EndpointRow {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly interval: string;
  /** How a class that changed is marked; undefined for one that did not. */
  readonly changed: Extract<Outcome, 'improved' | 'regressed'> | undefined;
  /** Turns counted: one request to each arm. */
  readonly turns: string;
}

/** Drawn where there is no value. A zero would be a measurement. */
export const nothing = '—';

/** More names than this in front of a footnote say less than its number beside the rows. */
const maxNames = 4;

const titles: Readonly<Record<Heading, string>> = {
  judged: 'Judged metrics',
  promised: 'Promised, not judged',
  // Of the start-up's parts, where the whole stands among the judged metrics.
  'start-up phases': 'Start-up phases',
  ...groupTitles,
};

function valueCells(values: readonly [Measured, Measured], unit: Unit): [before: string, after: string] {
  const present = values.flatMap((measured) => (measured.state === 'value' ? [measured.value] : []));
  const texts = formatTogether(present, unit);
  const cellOf = (measured: Measured) => (measured.state === 'value' ? (texts.shift() ?? nothing) : nothing);
  return [cellOf(values[0]), cellOf(values[1])];
}

function changeCells(change: ShownChange): { change: string; interval: string } {
  switch (change.kind) {
    case 'none':
      return { change: nothing, interval: nothing };
    case 'points':
      return { change: formatPoints(change.before, change.after), interval: nothing };
    case 'ratio': {
      const { ratio, interval } = change;
      const text = interval === 'exact' ? interval : interval ? formatInterval(interval) : nothing;
      return { change: formatChange(ratio), interval: text };
    }
  }
}

function judgedCells(judged: SelectedRow['judged']): { limit: string; ruledOut: string } {
  if (!judged) return { limit: '', ruledOut: '' };
  const { limit, ruledOut } = judged;
  const bound = ruledOut === undefined ? nothing : ruledOut <= 0 ? 'any' : `> ${formatShare(ruledOut)}`;
  return { limit: formatShare(limit), ruledOut: bound };
}

function rowText({ metric, part, judged, outcome, notes, promise, ...row }: SelectedRow): ReportRow {
  const { label, unit } = metricOf(metric);
  const [before, after] = valueCells([row.before, row.after], unit);
  return {
    ...{ label, part, before, after, outcome, notes },
    judged: judged !== undefined,
    ...changeCells(row.change),
    ...judgedCells(judged),
    promise: promise ? plainText(promise.text) : '',
  };
}

function noteText(note: Note): string {
  switch (note.kind) {
    case 'not-measured':
      return `not measured: ${absenceText(note)}`;
    case 'judgement': {
      const { reason, roundsNeeded } = note;
      const more = roundsNeeded === undefined ? [] : [`about ${counted(roundsNeeded, 'round')} would decide`];
      return [...(reason ? [reasonText(reason)] : []), ...more].join('; ');
    }
    default:
      return remarkText(note);
  }
}

/** `no stream was usable (after)`: the arm is named where only one lacks it. */
function absenceText({ reason, armName }: Extract<Note, { kind: 'not-measured' }>): string {
  return armName === undefined ? reasonText(reason) : `${reasonText(reason)} (${armName})`;
}

function subjectText(subject: Subject): string {
  return subject.kind === 'group' ? groupTitles[subject.group].toLowerCase() : metricOf(subject.metric).label;
}

/** `p90, p95: not measured: …`; rows that are many point to it by its number alone. */
function footnoteText({ number, subjects, note }: Footnote): { number: number; text: string } {
  const text = plainText(noteText(note));
  return { number, text: subjects.length > maxNames ? text : `${subjects.map(subjectText).join(', ')}: ${text}` };
}

/** `p90, p95 (needs 3,000 requests a round, had 800)`: what has no value, and why. */
export function missingText(notes: readonly Footnote[]): string[] {
  return notes.flatMap(({ subjects, note }) =>
    note.kind === 'not-measured' ? [`${subjects.map(subjectText).join(', ')} (${plainText(absenceText(note))})`] : [],
  );
}

function notMeasuredText(notes: readonly Footnote[]): string {
  const parts = missingText(notes);
  return parts.length === 0 ? '' : `Not measured: ${parts.join('; ')}.`;
}

/** A selected table in words: every number rounded, every reason said. */
export function tableText({ groups, footnotes, notMeasured }: SelectedTable): ReportTable {
  return {
    groups: groups.map(({ heading, rows }) => ({
      title: titles[heading],
      headline: heading === 'judged' || heading === 'promised',
      rows: rows.map(rowText),
    })),
    footnotes: footnotes.map(footnoteText),
    notMeasured: notMeasuredText(notMeasured),
  };
}

/** One line of the per-endpoint table. */
export function endpointText({ className, before, after, change, changed, turnCount }: ClassComparison): EndpointRow {
  const [was, is] = valueCells([before, after], 'us');
  return {
    name: plainText(className),
    before: was,
    after: is,
    ...changeCells(change ? { kind: 'ratio', ratio: change.ratio, interval: change.interval } : { kind: 'none' }),
    changed: changed && change ? (change.ratio < 1 ? 'improved' : 'regressed') : undefined,
    turns: turnCount.toLocaleString('en-US'),
  };
}

/** `rules out a regression above 3.1 % (limit 5 %)`; what a row without a bound has is its limit. */
export function limitText({ limit, ruledOut }: Pick<ReportRow, 'limit' | 'ruledOut'>): string {
  if (limit === '') return '';
  if (ruledOut === nothing) return `limit ${limit}`;
  const regression = ruledOut === 'any' ? 'any regression' : `a regression ${ruledOut.replace('>', 'above')}`;
  return `rules out ${regression} (limit ${limit})`;
}
