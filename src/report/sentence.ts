import type { Analysis, ClassComparison, Comparison } from '../model/analysis.js';
import { metricIds } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import { formatAmount, formatChange } from './change-text.js';
import { formatTogether } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { movementOf, nounOf } from './wording.js';

const mostEndpointsNamed = 3;
const mostAsidesNamed = 4;

/** The verdict is about it: a judged metric, or more failed requests, which nobody has to ask for. */
function isJudged({ gate, metric, outcome }: Comparison): boolean {
  return gate || (metric === 'errorShare' && outcome === 'regressed');
}

function inOrder(comparisons: readonly Comparison[]): Comparison[] {
  return comparisons.toSorted((a, b) => metricIds.indexOf(a.metric) - metricIds.indexOf(b.metric));
}

/** `starts 31 % faster`; its interval is in the table below. */
function movement({ metric, before, after, change }: Comparison): string {
  if (metric === 'errorShare' && before.state === 'value' && after.state === 'value') {
    const [was, is] = formatTogether([before.value, after.value], 'share');
    return `fails ${after.value > before.value ? 'more' : 'fewer'} requests (${was} → ${is})`;
  }
  if (!change) return `changed in ${nounOf(metric)}`;
  return movementOf(metric, change.ratio, formatAmount(change.ratio));
}

function nounsOf(comparisons: readonly Comparison[]): string {
  return listed(comparisons.map(({ metric }) => nounOf(metric)));
}

function be(comparisons: readonly unknown[], one: string, several: string): string {
  return comparisons.length === 1 ? one : several;
}

/** What could not be decided, and how many rounds would decide it, in half a sentence. */
function undecidedClause(undecided: readonly Comparison[]): string {
  if (undecided.length === 0) return '';
  const needed = undecided.map(({ roundsNeeded }) => roundsNeeded);
  const most = needed.includes(undefined) ? undefined : Math.max(...needed.filter((count) => count !== undefined));
  const more = most === undefined ? '' : ` (about ${counted(most, 'round')} would decide)`;
  return `${nounsOf(undecided)} could not be decided${more}`;
}

/** The request classes that a change is in; empty where all changed, or none. */
function endpointsClause(classes: readonly ClassComparison[]): string {
  const changed = classes.flatMap(({ className, change, changed }) =>
    changed && change ? [{ name: plainText(className), ratio: change.ratio }] : [],
  );
  if (changed.length === 0 || changed.length === classes.length) return '';
  const largest = changed.toSorted((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)));
  const named = largest.slice(0, mostEndpointsNamed).map(({ name, ratio }) => `${name} (${formatChange(ratio)})`);
  return `endpoints that changed${changed.length > named.length ? ' most' : ''}: ${listed(named)}`;
}

/** What got worse among the metrics that are information: it decides nothing, and is not left unsaid. */
function asidesClause(others: readonly Comparison[]): string {
  const worse = others.filter(({ outcome, metric }) => outcome === 'regressed' && metric !== 'errorShare');
  if (worse.length === 0) return '';
  const named = worse
    .slice(0, mostAsidesNamed)
    .map(({ metric, change }) => nounOf(metric) + (change ? ` (${formatChange(change.ratio)})` : ''));
  const more = worse.length - named.length;
  return `worse, but not judged: ${listed([...named, ...(more > 0 ? [counted(more, 'further metric')] : [])])}`;
}

function withReason(sentence: string, reason: string, said: string): string {
  const why = plainText(reason).replace(/\.$/, '');
  return why === '' || said.includes(why) ? `${sentence}.` : `${sentence}: ${why}.`;
}

/** The one sentence of one arm: what moved, for the better and for the worse, what did not, and what is not known. */
function armSentence(
  armName: string,
  comparisons: readonly Comparison[],
  classes: readonly ClassComparison[],
  said: string,
): string {
  const judged = inOrder(comparisons.filter(isJudged));
  const having = (outcome: Comparison['outcome']) => judged.filter((each) => each.outcome === outcome);
  const [firstInvalid] = comparisons.filter(({ outcome }) => outcome === 'invalid');
  if (firstInvalid) return withReason(`${armName} is invalid and was not compared`, firstInvalid.reason, said);

  const [better, worse, same, safe] = [
    having('improved'),
    having('regressed'),
    having('no difference'),
    having('no regression'),
  ];
  const [undecided, missing] = [having('inconclusive'), having('not measured')];
  const moved = [listed(better.map(movement)), listed(worse.map(movement))].filter((each) => each !== '');
  const clauses = [
    moved.length > 0 ? `${armName} ${moved.join(', but ')}` : '',
    endpointsClause(classes),
    same.length > 0 ? `${nounsOf(same)} ${be(same, 'is', 'are')} unchanged` : '',
    safe.length > 0 ? `${nounsOf(safe)} ${be(safe, 'has', 'have')} not regressed` : '',
    undecidedClause(undecided),
    missing.length > 0 ? `${nounsOf(missing)} ${be(missing, 'was', 'were')} not measured` : '',
    asidesClause(inOrder(comparisons.filter((each) => !isJudged(each)))),
  ].filter((clause) => clause !== '');
  const sentence = clauses.length === 0 ? 'nothing was measured' : clauses.join('; ');
  return moved.length > 0 ? `${sentence}.` : `${armName}: ${sentence}.`;
}

/**
 * What was found, in plain words: one sentence for each arm that was held against the reference, in the plan's order.
 * A reason that `said` has told already is not told again.
 */
export function sentencesOf(analysis: Analysis, record: RunRecord, said = ''): string[] {
  const arms = record.plan.arms.slice(1).map(({ name }) => name);
  const compared = arms.filter((name) => analysis.comparisons.some(({ armName }) => armName === name));
  const known = analysis.comparisons.filter(
    ({ before, after, outcome }) => before.state === 'value' || after.state === 'value' || outcome === 'invalid',
  );
  if (compared.length === 0 || known.length === 0) {
    const [reason = ''] = analysis.comparisons.map((each) => each.reason).filter((each) => each !== '');
    return [withReason('Nothing was measured', record.end.detail || reason || 'no round was completed', said)];
  }
  return compared.map((name) =>
    armSentence(
      name,
      analysis.comparisons.filter(({ armName }) => armName === name),
      analysis.classes.filter(({ armName }) => armName === name),
      said,
    ),
  );
}
