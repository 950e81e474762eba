import type { Bisection, BisectStep, Commit } from '../../model/bisect.js';
import { metricOf } from '../../model/metrics.js';
import { formatChange, formatInterval, formatShare } from './format.js';
import { counted, plainText } from './plain-text.js';

const shortSha = 10;

/** `1a2b3c4d5e "Parse once" (Ann, 2026-01-02)` */
function commitText({ sha, subject, authorName, authoredAtIso }: Commit): string {
  const day = authoredAtIso.slice(0, 10);
  return `${sha.slice(0, shortSha)} "${plainText(subject)}" (${plainText(authorName)}, ${day})`;
}

function evidence({ change }: BisectStep): string {
  if (!change) return '';
  const interval = change.interval ? ` (${formatInterval(change.interval)})` : '';
  return `${formatChange(change.ratio)}${interval} in ${counted(change.roundCount, 'round')}`;
}

/** `good: 1a2b3c4d5e "Parse once" (Ann, 2026-01-02): +0.4 % (−0.8 % … +1.1 %) in 6 rounds` */
export function bisectStepText(step: BisectStep): string {
  const why = step.reason === undefined ? evidence(step) : plainText(step.reason.split('\n')[0] ?? '');
  return `${step.outcome}: ${commitText(step.commit)}${why === '' ? '' : `: ${why}`}`;
}

/** What is about to be tested, and how many tests may follow. */
export function bisectTestText(commit: Commit, left: number): string {
  const more = left > 0 ? `; about ${counted(left, 'more comparison')} after it` : '';
  return `testing ${commitText(commit)}${more}`;
}

function endOf({ end, metric, steps, limit, good }: Bisection): string[] {
  const { label } = metricOf(metric);
  switch (end.kind) {
    case 'found': {
      const step = steps.find(({ commit }) => commit.sha === end.commit.sha);
      return [
        `First bad commit: ${commitText(end.commit)}`,
        ...(step ? [`  ${label}: ${evidence(step)}, against ${commitText(good)}`] : []),
      ];
    }
    case 'undecided':
      return [
        `Undecided: the first bad commit is one of these ${end.among.length}`,
        ...end.among.map((commit) => `  ${commitText(commit)}`),
      ];
    case 'not-worse': {
      const said = {
        good: `a regression of ${formatShare(limit)} or more in ${label} is ruled out between the two`,
        undecided: `whether ${label} became worse by ${formatShare(limit)} could not be decided; try --profile standard`,
        skipped: 'the bad commit could not be measured',
      }[end.outcome];
      return [`Nothing to find: ${said}.`];
    }
  }
}

/** The whole search as plain lines: what was found, then each step in the order in which it was made. */
export function bisectionText(bisection: Bisection): string {
  const { steps, commitCount, good } = bisection;
  return [
    ...endOf(bisection),
    '',
    `${counted(steps.length, 'comparison')} with ${commitText(good)}, of ${counted(commitCount, 'commit')}:`,
    ...steps.map((step) => `  ${bisectStepText(step)}`),
    '',
  ].join('\n');
}
