import { describe, expect, it } from 'vitest';
import type { ClassComparison, Comparison } from '../../../src/model/analysis.js';
import type { Verdict } from '../../../src/model/verdict.js';
import { storyOf } from '../../../src/report/select/arm-story.js';
import { verdictStory } from '../../../src/report/select/verdict.js';
import { sentencesOf } from '../../../src/report/words/sentence.js';
import { verdictSentence } from '../../../src/report/words/verdict.js';
import { absent, made, madeClass, madeInput } from '../made-analysis.js';

/** What is left to be said beside a verdict; by default one that has told nothing. */
function sentences(
  comparisons: readonly Comparison[],
  given: Partial<Verdict> = { findings: [] },
  armNames?: readonly string[],
) {
  const input = madeInput({
    comparisons,
    analysis: { classes: [] },
    verdict: given,
    ...(armNames ? { armNames } : {}),
  });
  return sentencesOf(storyOf(input), '');
}

const sooner = made({ metric: 'startupMs', before: 500, after: 345, outcome: 'improved' });
const faster = made({ metric: 'responseTimeUs', before: 1000, after: 880, outcome: 'improved' });
const slower = made({ metric: 'responseTimeUs', before: 1000, after: 1080, outcome: 'regressed' });
const sameMemory = made({ metric: 'memoryInUseBytes', before: 100, after: 101, outcome: 'no difference' });
const sameStart = made({ metric: 'startupMs', before: 500, after: 501, outcome: 'no difference' });
const safeRate = made({ metric: 'throughputPerSecond', before: 9, after: 9.1, outcome: 'no regression' });
const open = { outcome: 'inconclusive', reason: 'too noisy' } as const;
const openCpu = made({ metric: 'cpuPerRequestUs', before: 100, after: 98, ...open, roundsNeeded: 22 });
const openRate = made({ metric: 'throughputPerSecond', before: 9, after: 9.1, ...open });

describe('the sentence', () => {
  it.each<[string, Comparison[], string]>([
    ['improved', [sooner, faster], 'after starts 31 % faster and responds 12 % faster.'],
    [
      'improved, the same, and one open',
      [sooner, sameMemory, openCpu],
      'after starts 31 % faster; memory shows no difference; CPU per request could not be decided.',
    ],
    [
      'improved and two open',
      [sooner, openCpu, openRate],
      'after starts 31 % faster; throughput and CPU per request could not be decided.',
    ],
    ['regressed', [slower], 'after responds 8.0 % slower.'],
    ['better here, worse there', [sooner, slower], 'after starts 31 % faster, but responds 8.0 % slower.'],
    ['the same', [sameStart, sameMemory], 'after: start-up and memory show no difference.'],
    [
      'the same, or at least no worse',
      [sameStart, safeRate],
      'after: start-up shows no difference; throughput shows no regression.',
    ],
    [
      'not measured',
      [
        sameStart,
        made({ metric: 'throughputPerSecond', before: absent('x'), after: absent('x'), outcome: 'not measured' }),
      ],
      'after: start-up shows no difference; throughput was not measured.',
    ],
  ])('%s', (_, comparisons, expected) => {
    expect(sentences(comparisons)).toEqual([expected]);
  });

  it('is about the judged metrics; what is information is told only where it got worse, as an aside', () => {
    const phase = made({ metric: 'startupModulesMs', before: 10, after: 5, outcome: 'improved' });
    const rss = made({ metric: 'rssBytes', before: 10, after: 14, outcome: 'regressed', interval: [1.3, 1.5] });
    const writes = made({
      metric: 'writeCallsPerRequest',
      before: 0.02,
      after: 1,
      outcome: 'regressed',
      interval: [49, 51],
    });
    const byLuck = made({ metric: 'rssBytes', before: 100, after: 106, outcome: 'regressed', interval: [1.01, 1.12] });
    expect(sentences([faster, phase])).toEqual(['after responds 12 % faster.']);
    expect(sentences([faster, byLuck])).toEqual(['after responds 12 % faster.']);
    expect(sentences([faster, rss, writes])).toEqual([
      'after responds 12 % faster; worse, but not judged: RSS (+40 %) and writes to stdout and stderr (+4,900 %).',
    ]);
  });

  it('tells failures as shares, because a share of zero has no ratio', () => {
    const errors = made({ metric: 'errorShare', before: 0, after: 0.012, outcome: 'regressed' });
    expect(sentences([sooner, errors])).toEqual(['after starts 31 % faster, but fails more requests (0 % → 1.20 %).']);
  });

  it('calls an invalid arm invalid, never fast; a reason that the verdict has told is not told again', () => {
    const reason = '12 of 400 requests failed; the first: detail answered 500';
    const invalid = (['startupMs', 'responseTimeUs'] as const).map((metric) =>
      made({ metric, before: 500, after: absent(reason), outcome: 'invalid', reason }),
    );
    expect(sentences(invalid)).toEqual([`after is invalid and was not compared: ${reason}.`]);
    const findings = invalid.map((comparison) => ({ comparison, state: 'undecided' as const }));
    const told = { state: 'invalid', findings } as const;
    expect(sentences(invalid, told)).toEqual([]);
    const ofDefault = { ...sameStart, armName: 'default' };
    expect(sentences([...invalid, ofDefault], told, ['before', 'after', 'default'])).toEqual([
      'after is invalid and was not compared.',
      'default: start-up shows no difference.',
    ]);
  });

  it('gives each arm its own, in the order of the plan', () => {
    const ofDefault = (comparison: Comparison): Comparison => ({ ...comparison, armName: 'default' });
    expect(sentences([slower, sooner, ofDefault(sameStart)], undefined, ['before', 'default', 'after'])).toEqual([
      'default: start-up shows no difference.',
      'after starts 31 % faster, but responds 8.0 % slower.',
    ]);
  });

  it('says when nothing was measured, and why', () => {
    const input = madeInput({
      comparisons: [],
      record: { end: { state: 'interrupted' }, rounds: [] },
    });
    expect(sentencesOf(storyOf(input), '')).toEqual(['Nothing was measured: interrupted by the user.']);
    expect(sentencesOf(storyOf(input), 'It ended: interrupted by the user.')).toEqual(['Nothing was measured.']);
    expect(
      sentences([made({ metric: 'rssBytes', before: absent('x'), after: absent('x'), outcome: 'not measured' })]),
    ).toEqual(['Nothing was measured: no round was completed.']);
  });
});

describe('beside the verdict', () => {
  const beside = (...comparisons: Comparison[]) => {
    const input = madeInput({ comparisons, analysis: { classes: [] } });
    return [verdictSentence(verdictStory(input)), ...sentences(comparisons, input.verdict)];
  };
  const rss = made({ metric: 'rssBytes', before: 10, after: 14, outcome: 'regressed', interval: [1.3, 1.5] });

  it('of a pass nothing is left but what is not judged', () => {
    expect(beside(sooner, sameMemory, openCpu)).toEqual([
      'Passed: after starts 31 % faster; memory shows no difference; CPU per request could not be decided.',
    ]);
    expect(beside(sooner, rss)).toEqual([
      'Passed: after starts 31 % faster.',
      'after: worse, but not judged: RSS (+40 %).',
    ]);
  });

  it('of a regression what did not move', () => {
    expect(beside(sooner, slower, sameMemory, openCpu)).toEqual([
      'Regressed: after responds 8.0 % slower; after starts 31 % faster.',
      'after: memory shows no difference; CPU per request could not be decided.',
    ]);
  });

  it('of an open verdict what was found all the same', () => {
    const missing = {
      before: absent('x'),
      after: absent('x'),
      outcome: 'not measured',
      reason: 'no closed loop',
    } as const;
    expect(beside(sooner, made({ metric: 'throughputPerSecond', ...missing }))).toEqual([
      'Undecided: after: throughput was not measured: no closed loop.',
      'after starts 31 % faster.',
    ]);
  });
});

describe('the endpoints in the sentence', () => {
  const said = (...classes: ClassComparison[]) =>
    sentencesOf(storyOf(madeInput({ comparisons: [slower], analysis: { classes }, verdict: { findings: [] } })), '');
  const list = madeClass('list', 100, 101);
  const detail = madeClass('detail', 100, 410, { changed: true });

  it('are those that changed', () => {
    expect(said(list, detail)).toEqual(['after responds 8.0 % slower; endpoints that changed: detail (+310 %).']);
  });

  it('are left to the table where all changed, or none', () => {
    expect(said(list)).toEqual(['after responds 8.0 % slower.']);
    expect(said(detail)).toEqual(['after responds 8.0 % slower.']);
  });

  it('are not named again after the verdict has named the one', () => {
    const input = madeInput({ comparisons: [slower], analysis: { classes: [list, detail] } });
    const sentence = verdictSentence(verdictStory(input));
    expect(sentence).toBe('Regressed: after responds 8.0 % slower, most in detail (+310 %).');
    expect(sentencesOf(storyOf(input), sentence)).toEqual([]);
  });

  it('are the three that changed most, of more', () => {
    const some = [50, 120, 130, 140].map((after) => madeClass(`to-${after}`, 100, after, { changed: true }));
    expect(said(list, ...some)).toEqual([
      'after responds 8.0 % slower; endpoints that changed most: to-50 (−50 %), to-140 (+40 %) and to-130 (+30 %).',
    ]);
  });
});
