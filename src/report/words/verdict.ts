import type { Comparison } from '../../model/analysis.js';
import type { Deed, VerdictStory } from '../select/verdict.js';
import { formatAmount, formatChange, formatShare, formatTogether } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { reasonText } from './reasons.js';
import { movementOf, nounOf } from './wording.js';

/** What the arm does, without its name: `starts 31 % faster`; its interval is in the table. */
export function deedText({ comparison, standsOut }: Deed): string {
  const { metric, before, after, change, reason } = comparison;
  if (metric === 'errorShare' && before.state === 'value' && after.state === 'value') {
    const [was, is] = formatTogether([before.value, after.value], 'share');
    return `fails ${after.value > before.value ? 'more' : 'fewer'} requests (${was} → ${is})`;
  }
  if (!change) return `changed in ${nounOf(metric)}${reason ? `: ${reasonText(reason)}` : ''}`;
  const most = standsOut?.change ? `, most in ${standsOut.className} (${formatChange(standsOut.change.ratio)})` : '';
  return `${movementOf(metric, change.ratio, formatAmount(change.ratio))}${most}`;
}

/** `after starts 18 % faster and uses 49 % less CPU per request`, arm by arm. */
function deedTexts(deeds: readonly Deed[]): string[] {
  const armNames = [...new Set(deeds.map(({ comparison }) => comparison.armName))];
  return armNames.map((armName) => {
    const own = deeds.filter(({ comparison }) => comparison.armName === armName);
    return `${armName} ${listed(own.map(deedText))}`;
  });
}

/** A finding in one line. */
export function findingText(deed: Deed): string {
  const { metric, armName, outcome, reason, ruledOut, roundsNeeded } = deed.comparison;
  const subject = `${armName}: ${nounOf(metric)}`;
  const why = reason ? `: ${reasonText(reason)}` : '';
  switch (outcome) {
    case 'improved':
    case 'regressed':
      return `${armName} ${deedText(deed)}`;
    case 'no difference':
      return `${subject} shows no difference`;
    case 'no regression':
      return `${subject} shows no regression${ruledOut === undefined || ruledOut <= 0 ? '' : ` above ${formatShare(ruledOut)}`}`;
    case 'inconclusive':
      return `${subject} is undecided${why}${roundsNeeded === undefined ? '' : `; about ${counted(roundsNeeded, 'round')} would decide it`}`;
    case 'not measured':
      return `${subject} was not measured${why}`;
    case 'invalid':
      return `${subject} is invalid${why}`;
  }
}

/** `memory and start-up show no difference`; with more than one arm, of which arm. */
function shown(comparisons: readonly Comparison[], hasManyArms: boolean, one: string, many: string): string[] {
  if (comparisons.length === 0) return [];
  const names = comparisons.map(({ metric, armName }) => `${nounOf(metric)}${hasManyArms ? ` of ${armName}` : ''}`);
  return [`${listed(names)} ${comparisons.length === 1 ? one : many}`];
}

function openTexts(open: readonly Comparison[]): string[] {
  const [first] = open;
  if (!first) return ['no gate metric was judged'];
  const findingOf = (comparison: Comparison) => findingText({ comparison, standsOut: undefined });
  if (open.length === 1) return [findingOf(first)];
  const missing = open.find(({ outcome }) => outcome === 'not measured');
  const nouns = [...new Set(open.map(({ metric }) => nounOf(metric)))];
  return [`${listed(nouns)} could not be decided`, ...(missing ? [findingOf(missing)] : [])];
}

function storyTexts(story: VerdictStory): string[] {
  switch (story.state) {
    case 'passed': {
      const { improved, same, safe, waived, hasManyArms } = story;
      return [
        ...deedTexts(improved),
        ...shown(same, hasManyArms, 'shows no difference', 'show no difference'),
        ...shown(safe, hasManyArms, 'shows no regression', 'show no regression'),
        ...shown(waived, hasManyArms, 'could not be decided', 'could not be decided'),
      ];
    }
    case 'regressed':
      return [...deedTexts(story.broken), ...deedTexts(story.improved)];
    case 'invalid':
      return [story.reason ? reasonText(story.reason) : 'an arm failed'];
    case 'undecided':
      return openTexts(story.open);
  }
}

/** The verdict: its word, and what was found in a few short lines, in words a colleague would use. */
export function verdictLines(story: VerdictStory): readonly [word: string, ...found: readonly string[]] {
  const word = `${story.state.charAt(0).toUpperCase()}${story.state.slice(1)}`;
  return [word, ...storyTexts(story).map(plainText)];
}

/** The same in one sentence. */
export function verdictSentence(story: VerdictStory): string {
  const [word, ...found] = verdictLines(story);
  return `${word}: ${found.join('; ')}.`;
}
