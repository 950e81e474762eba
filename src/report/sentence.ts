import type { Analysis, Comparison } from '../model/analysis.js';
import { type MetricGroup, metricOf } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { formatAmount, formatInterval } from './change-text.js';
import { formatTogether } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { headlines, movementOf, nounOf, speakers } from './wording.js';

type Direction = 'improved' | 'regressed';

/** The one comparison per group that speaks for all of the group that went this way. */
function speakersOf(comparisons: readonly Comparison[], direction: Direction): Comparison[] {
  return Object.values(speakers).flatMap((order) => {
    const moved = order.flatMap((metric) =>
      comparisons.filter((each) => each.metric === metric && each.outcome === direction),
    );
    return moved.slice(0, 1);
  });
}

/** `starts 31 % sooner (−38 % … −22 %)`: with its interval where the metric is judged. */
function movement({ metric, before, after, change, gate }: Comparison): string {
  if (metric === 'errorShare' && before.state === 'value' && after.state === 'value') {
    const [was, is] = formatTogether([before.value, after.value], 'share');
    return `fails ${after.value > before.value ? 'more' : 'fewer'} requests (${was} → ${is})`;
  }
  if (!change) return `changed in ${nounOf(metric)}`;
  const interval = gate && change.interval ? ` (${formatInterval(change.interval)})` : '';
  return movementOf(metric, change.ratio, formatAmount(change.ratio)) + interval;
}

function isMeasured({ before, after }: Comparison): boolean {
  return before.state === 'value' && after.state === 'value';
}

function isHeadline({ metric }: Comparison): boolean {
  return headlines.includes(metric);
}

function groupsOf(comparisons: readonly Comparison[]): Set<MetricGroup> {
  return new Set(comparisons.map(({ metric }) => metricOf(metric).group));
}

function undecidedClause(undecided: readonly Comparison[]): string {
  const nouns = undecided.map(({ metric }) => nounOf(metric));
  if (nouns.length <= 2) return `${listed(nouns)} could not be decided`;
  return `${counted(nouns.length, 'metric')} could not be decided`;
}

/** What to say of an arm of which not one metric improved, regressed or stayed the same. */
function nothingDecided(armName: string, undecided: readonly Comparison[]): string {
  const reasons = [...new Set(undecided.map(({ reason }) => plainText(reason)))];
  const why = reasons.length === 1 && reasons[0] !== '' ? `: ${reasons[0]}` : '';
  return `${armName}: nothing could be decided${why}.`;
}

function invalidSentence(armName: string, invalid: readonly Comparison[]): string {
  const [reason = ''] = invalid.map((each) => plainText(each.reason)).filter((each) => each !== '');
  const why = reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`;
  return `${armName} is invalid and was not compared${why}.`;
}

/** The one sentence of one arm: what moved, for the better and for the worse, what did not, and what is not known. */
function armSentence(armName: string, comparisons: readonly Comparison[]): string {
  const measured = comparisons.filter(isMeasured);
  const invalid = comparisons.filter(({ outcome }) => outcome === 'invalid');
  const valid = measured.filter(({ outcome }) => outcome !== 'invalid');
  if (valid.length === 0 && invalid.length > 0) return invalidSentence(armName, invalid);
  if (valid.length === 0) return `${armName}: nothing was measured.`;

  // What got better outside the headlines can be read in the table; what got worse is never left unsaid.
  const gains = speakersOf(valid, 'improved');
  const headlineGains = gains.filter((each) => isHeadline(each) || each.metric === 'errorShare');
  const better = headlineGains.length > 0 ? headlineGains : gains;
  const worse = speakersOf(valid, 'regressed');
  const moved = [listed(better.map(movement)), listed(worse.map(movement))].filter((each) => each !== '');
  // A run without a single headline is told by what it has.
  const isWorthAWord = valid.some(isHeadline) ? isHeadline : () => true;
  const spokenFor = groupsOf([...better, ...worse]);
  const same = valid.filter(
    (each) => each.outcome === 'no difference' && isWorthAWord(each) && !spokenFor.has(metricOf(each.metric).group),
  );
  const undecided = valid.filter((each) => each.outcome === 'inconclusive' && isWorthAWord(each));
  if (moved.length === 0 && same.length === 0) return nothingDecided(armName, undecided);

  const sameNouns = listed(same.map(({ metric }) => nounOf(metric)));
  const referenceName = comparisons[0]?.referenceName ?? 'the reference';
  const clauses = [
    moved.length > 0
      ? `${armName} ${moved.join(', but ')}`
      : `${armName} is no different from ${referenceName} in ${sameNouns}`,
    ...(moved.length > 0 && same.length > 0 ? [`${sameNouns}: no difference`] : []),
    ...(undecided.length > 0 ? [undecidedClause(undecided)] : []),
    ...(invalid.length > 0 ? [`${counted(invalid.length, 'metric')} invalid`] : []),
  ];
  return `${clauses.join('; ')}.`;
}

/** What happened, in plain words: one sentence for each arm that was held against the reference, in the plan's order. */
export function sentencesOf(analysis: Analysis, record: RunRecord): string[] {
  const arms = record.plan.arms.slice(1).map(({ name }) => name);
  const compared = arms.filter((name) => analysis.comparisons.some(({ armName }) => armName === name));
  const anyValue = analysis.comparisons.some(
    ({ before, after, outcome }) => before.state === 'value' || after.state === 'value' || outcome === 'invalid',
  );
  if (compared.length === 0 || !anyValue) {
    const why = plainText(record.end.detail) || 'no round was completed';
    return [`Nothing was measured: ${why.replace(/\.$/, '')}.`];
  }
  return compared.map((name) =>
    armSentence(
      name,
      analysis.comparisons.filter(({ armName }) => armName === name),
    ),
  );
}
