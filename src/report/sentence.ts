import type { Analysis, ClassComparison, Comparison } from '../model/analysis.js';
import { metricIds } from '../model/metrics.js';
import type { RunRecord } from '../model/record.js';
import type { Verdict } from '../model/verdict.js';
import { formatAmount, formatChange } from './change-text.js';
import { formatTogether } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { movementOf, nounOf } from './wording.js';
import { endText } from './words/run-end.js';

const maxEndpointsNamed = 3;
const maxAsidesNamed = 4;

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

/** The request classes that a change is in; empty where all changed, or none, or the verdict has named the one. */
function endpointsClause(classes: readonly ClassComparison[], said: string): string {
  const changed = classes.flatMap(({ className, change, changed }) =>
    changed && change ? [{ name: plainText(className), ratio: change.ratio }] : [],
  );
  if (changed.length === 0 || changed.length === classes.length) return '';
  const largest = changed.toSorted((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)));
  const named = largest.slice(0, maxEndpointsNamed).map(({ name, ratio }) => `${name} (${formatChange(ratio)})`);
  if (named.length === 1 && said.includes(named.join())) return '';
  return `endpoints that changed${changed.length > named.length ? ' most' : ''}: ${listed(named)}`;
}

/** What got worse among the metrics that are information: it decides nothing, and is not left unsaid. */
function asidesClause(others: readonly Comparison[]): string {
  const worse = others.filter(({ outcome, metric }) => outcome === 'regressed' && metric !== 'errorShare');
  if (worse.length === 0) return '';
  const named = worse
    .slice(0, maxAsidesNamed)
    .map(({ metric, change }) => nounOf(metric) + (change ? ` (${formatChange(change.ratio)})` : ''));
  const more = worse.length - named.length;
  return `worse, but not judged: ${listed([...named, ...(more > 0 ? [counted(more, 'further metric')] : [])])}`;
}

function withReason(sentence: string, reason: string, said: string): string {
  const why = plainText(reason).replace(/\.$/, '');
  return why === '' || said.includes(why) ? `${sentence}.` : `${sentence}: ${why}.`;
}

/** What the verdict's own sentence has told: all of a pass, what broke and what improved, or what is open. */
function toldBy({ state, findings }: Verdict): ReadonlySet<Comparison> {
  const told = findings.filter(
    (finding) =>
      state === 'passed' ||
      (state === 'regressed' && (finding.state === 'broken' || finding.comparison.outcome === 'improved')) ||
      (state === 'undecided' && finding.state === 'undecided'),
  );
  return new Set(told.map(({ comparison }) => comparison));
}

/** One arm in one sentence: what moved, for the better and for the worse, what did not, what is not known. Empty where all was told. */
function armSentence(armName: string, { comparisons, classes }: Analysis, verdict: Verdict): string {
  const own = comparisons.filter((each) => each.armName === armName);
  const invalid = own.find(({ outcome }) => outcome === 'invalid');
  if (invalid) {
    const isAlone = comparisons.every((each) => each.armName === armName);
    const isTold = verdict.sentence.includes(plainText(invalid.reason));
    return isAlone && isTold
      ? ''
      : withReason(`${armName} is invalid and was not compared`, invalid.reason, verdict.sentence);
  }

  const told = toldBy(verdict);
  const untold = inOrder(own.filter((each) => isJudged(each) && !told.has(each)));
  const having = (outcome: Comparison['outcome']) => untold.filter((each) => each.outcome === outcome);
  const [better, worse] = [having('improved'), having('regressed')];
  const [same, safe] = [having('no difference'), having('no regression')];
  const [undecided, missing] = [having('inconclusive'), having('not measured')];
  const moved = [listed(better.map(movement)), listed(worse.map(movement))].filter((each) => each !== '');
  const clauses = [
    moved.length > 0 ? `${armName} ${moved.join(', but ')}` : '',
    endpointsClause(
      classes.filter((each) => each.armName === armName),
      verdict.sentence,
    ),
    same.length > 0 ? `${nounsOf(same)} ${same.length === 1 ? 'shows' : 'show'} no difference` : '',
    safe.length > 0 ? `${nounsOf(safe)} ${safe.length === 1 ? 'shows' : 'show'} no regression` : '',
    undecided.length > 0 ? `${nounsOf(undecided)} could not be decided` : '',
    missing.length > 0 ? `${nounsOf(missing)} ${missing.length === 1 ? 'was' : 'were'} not measured` : '',
    asidesClause(inOrder(own.filter((each) => !isJudged(each)))),
  ].filter((clause) => clause !== '');
  if (clauses.length === 0) return '';
  return moved.length > 0 ? `${clauses.join('; ')}.` : `${armName}: ${clauses.join('; ')}.`;
}

/**
 * What was found and the verdict's sentence does not say, in plain words: at most a sentence for each arm that was held
 * against the reference, in the plan's order.
 */
export function sentencesOf(analysis: Analysis, record: RunRecord, verdict: Verdict): string[] {
  const arms = record.plan.arms.slice(1).map(({ name }) => name);
  const compared = arms.filter((name) => analysis.comparisons.some(({ armName }) => armName === name));
  const known = analysis.comparisons.filter(
    ({ before, after, outcome }) => before.state === 'value' || after.state === 'value' || outcome === 'invalid',
  );
  if (compared.length === 0 || known.length === 0) {
    const [reason = ''] = analysis.comparisons.map((each) => each.reason).filter((each) => each !== '');
    const ended = record.end.state === 'complete' ? '' : endText(record.end);
    const why = ended || reason || 'no round was completed';
    return [withReason('Nothing was measured', why, verdict.sentence)];
  }
  return compared.map((name) => armSentence(name, analysis, verdict)).filter((sentence) => sentence !== '');
}
