import type { Comparison } from '../../model/analysis.js';
import type { ArmStory, Story } from '../select/arm-story.js';
import { formatChange } from './format.js';
import { counted, listed, plainText } from './plain-text.js';
import { reasonText } from './reasons.js';
import { endText } from './run-end.js';
import { deedText } from './verdict.js';
import { nounOf } from './wording.js';

function nounsOf(comparisons: readonly Comparison[]): string {
  return listed(comparisons.map(({ metric }) => nounOf(metric)));
}

function about(comparisons: readonly Comparison[], one: string, many: string): string[] {
  return comparisons.length === 0 ? [] : [`${nounsOf(comparisons)} ${comparisons.length === 1 ? one : many}`];
}

type Compared = Extract<ArmStory, { state: 'compared' }>;

function endpointsClause({ endpoints, moreEndpoints }: Compared): string[] {
  if (endpoints.length === 0) return [];
  const named = endpoints.map(
    ({ className, change }) => `${plainText(className)} (${formatChange(change?.ratio ?? 1)})`,
  );
  return [`endpoints that changed${moreEndpoints > 0 ? ' most' : ''}: ${listed(named)}`];
}

function asidesClause({ asides, moreAsides }: Compared): string[] {
  if (asides.length === 0) return [];
  const named = asides.map(({ metric, change }) => nounOf(metric) + (change ? ` (${formatChange(change.ratio)})` : ''));
  return [
    `worse, but not judged: ${listed([...named, ...(moreAsides > 0 ? [counted(moreAsides, 'further metric')] : [])])}`,
  ];
}

function withReason(sentence: string, reason: string): string {
  const why = plainText(reason).replace(/\.$/, '');
  return why === '' ? `${sentence}.` : `${sentence}: ${why}.`;
}

/**
 * One arm in one sentence: what moved, for the better and for the worse, what did not, what is not known. Empty where
 * all was told.
 */
function armSentence(story: ArmStory): string {
  const { armName } = story;
  if (story.state === 'invalid')
    return withReason(`${armName} is invalid and was not compared`, story.reason ? reasonText(story.reason) : '');
  const { judged } = story;
  const deeds = (comparisons: readonly Comparison[]) =>
    listed(comparisons.map((comparison) => deedText({ comparison, standsOut: undefined })));
  const moved = [deeds(judged.improved), deeds(judged.regressed)].filter((each) => each !== '');
  const clauses = [
    ...(moved.length > 0 ? [`${armName} ${moved.join(', but ')}`] : []),
    ...endpointsClause(story),
    ...about(judged['no difference'], 'shows no difference', 'show no difference'),
    ...about(judged['no regression'], 'shows no regression', 'show no regression'),
    ...about(judged.inconclusive, 'could not be decided', 'could not be decided'),
    ...about(judged['not measured'], 'was not measured', 'were not measured'),
    ...asidesClause(story),
  ];
  if (clauses.length === 0) return '';
  return moved.length > 0 ? `${clauses.join('; ')}.` : `${armName}: ${clauses.join('; ')}.`;
}

/**
 * What was found and the verdict's sentence, which `said` is, does not say: in plain words, at most a sentence for each
 * arm that was held against the reference.
 */
export function sentencesOf(story: Story, said: string): string[] {
  if (story.state === 'measured') return story.arms.map(armSentence).filter((sentence) => sentence !== '');
  const reason = story.reason ? reasonText(story.reason) : 'no round was completed';
  // Of a run that is complete the comparisons know better why.
  const ended = story.end.state === 'complete' ? '' : endText(story.end);
  const why = plainText(ended || reason).replace(/\.$/, '');
  return [withReason('Nothing was measured', said.includes(why) ? '' : why)];
}
