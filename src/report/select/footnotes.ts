import type { Absence } from '../../model/absence.js';
import type { Comparison } from '../../model/analysis.js';
import { type MetricGroup, type MetricId, metricOf } from '../../model/metrics.js';
import type { Reason, Remark } from '../../model/reasons.js';

/** What a reader must know of a row beyond its cells. */
export type Note =
  /** `armName`: of the one arm that lacks it; absent where both do, for this one reason. */
  | { readonly kind: 'not-measured'; readonly reason: Absence; readonly armName?: string }
  | { readonly kind: 'judgement'; readonly reason: Reason | undefined; readonly roundsNeeded: number | undefined }
  | Remark;

/** What a footnote is about: a metric, or a whole group of them. */
export type Subject =
  | { readonly kind: 'metric'; readonly metric: MetricId }
  | { readonly kind: 'group'; readonly group: MetricGroup };

/** A note under a table, and the rows that it is about. */
export interface Footnote {
  readonly number: number;
  readonly subjects: readonly Subject[];
  readonly note: Note;
}

/** Numbers the notes of one table in the order in which its rows are read; rows with the same note share a number. */
export class Footnotes {
  readonly #known = new Map<string, { readonly subjects: Subject[]; readonly note: Note }>();

  /** The number of the note, which is new or already there. */
  add(subject: Subject, note: Note): number {
    const key = JSON.stringify(note);
    const subjects: Subject[] = this.#known.get(key)?.subjects ?? [];
    if (!subjects.some((each) => JSON.stringify(each) === JSON.stringify(subject))) subjects.push(subject);
    this.#known.set(key, { subjects, note });
    return [...this.#known.keys()].indexOf(key) + 1;
  }

  all(): Footnote[] {
    return [...this.#known.values()].map((each, index) => ({ number: index + 1, ...each }));
  }
}

/** Why there is no value: one reason that both arms share, or one for each arm that lacks it. */
function absencesIn({ before, after, referenceName, armName }: Comparison): Note[] {
  const noteOf = (reason: Absence, lacking?: string): Note => ({
    ...{ kind: 'not-measured', reason },
    ...(lacking === undefined ? {} : { armName: lacking }),
  });
  const both = before.state === 'absent' && after.state === 'absent';
  if (both && JSON.stringify(before.reason) === JSON.stringify(after.reason)) return [noteOf(before.reason)];
  return [
    ...(before.state === 'absent' ? [noteOf(before.reason, referenceName)] : []),
    ...(after.state === 'absent' ? [noteOf(after.reason, armName)] : []),
  ];
}

/** What a reader must know of a comparison. An outcome's reason and the absence behind it are one fact, told once. */
export function notesOn(comparison: Comparison): Note[] {
  const { outcome, reason, roundsNeeded, remarks } = comparison;
  // Why an arm is invalid is said above the table, once for all its metrics.
  if (outcome === 'invalid') return [...remarks];
  const absences = absencesIn(comparison);
  const isOpen = reason !== undefined || roundsNeeded !== undefined;
  const judgement: Note[] = isOpen ? [{ kind: 'judgement', reason, roundsNeeded }] : [];
  return [...(absences.length > 0 ? absences : judgement), ...remarks];
}

/** What has no row, and why. A group of which nothing was measured, for one reason, is one entry. */
export function unmeasured(left: readonly Comparison[], all: readonly Comparison[]): Footnote[] {
  const notes = new Footnotes();
  const groupOf = ({ metric }: Comparison) => metricOf(metric).group;
  for (const comparison of left.filter(({ outcome }) => outcome !== 'invalid')) {
    const group = groupOf(comparison);
    const reasons = all.filter((each) => groupOf(each) === group).map((each) => JSON.stringify(absencesIn(each)));
    const alike = reasons.length > 1 && new Set(reasons).size === 1;
    const subject: Subject = alike ? { kind: 'group', group } : { kind: 'metric', metric: comparison.metric };
    for (const note of absencesIn(comparison)) notes.add(subject, note);
  }
  return notes.all();
}
