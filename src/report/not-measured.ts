import type { Comparison } from '../model/analysis.js';
import { metricOf } from '../model/metrics.js';
import { type Footnote, Footnotes } from './footnotes.js';
import { groupTitles } from './wording.js';

/** Why there is no value: one reason that both arms share, or one for each arm that lacks it, with its name. */
export function absencesIn({ before, after, referenceName, armName }: Comparison): string[] {
  if (before.state === 'absent' && after.state === 'absent' && before.reason === after.reason) return [before.reason];
  return [
    ...(before.state === 'absent' ? [`${before.reason} (${referenceName})`] : []),
    ...(after.state === 'absent' ? [`${after.reason} (${armName})`] : []),
  ];
}

/** What has no row, and why. A group of which nothing was measured, for one reason, is one entry. */
export function unmeasured(left: readonly Comparison[], all: readonly Comparison[]): Footnote[] {
  const notes = new Footnotes();
  const groupOf = ({ metric }: Comparison) => metricOf(metric).group;
  for (const comparison of left.filter(({ outcome }) => outcome !== 'invalid')) {
    const group = groupOf(comparison);
    const [reasons, ...others] = all.filter((each) => groupOf(each) === group).map(absencesIn);
    const alike = others.length > 0 && others.every((each) => each.join() === reasons?.join());
    const name = alike ? groupTitles[group].toLowerCase() : metricOf(comparison.metric).label;
    for (const reason of absencesIn(comparison)) notes.add(name, reason);
  }
  return notes.all();
}
