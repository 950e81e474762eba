import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/gate/judge.js';
import type { Analysis, ClassComparison } from '../../../src/model/analysis.js';
import { deedOf, verdictStory } from '../../../src/report/select/verdict.js';
import { findingText, verdictSentence } from '../../../src/report/words/verdict.js';
import {
  analysisOf,
  changeOf,
  comparison,
  costlier,
  errors,
  info,
  invalid,
  missing,
  noWorse,
  ominous,
  open,
  same,
  slower,
  sooner,
} from '../../gate/made-comparisons.js';

const judged = (analysis: Analysis) => judge(analysis, { inconclusive: 'pass' });
const sentenceOf = (analysis: Analysis) => verdictSentence(verdictStory({ analysis, verdict: judged(analysis) }));

describe('the verdict in words', () => {
  it('says what was found, as a colleague would', () => {
    const found = [
      sooner,
      comparison('responseTimeUs', 'improved', { change: changeOf(0.41) }),
      comparison('cpuPerRequestUs', 'improved', { change: changeOf(0.51) }),
      comparison('throughputPerSecond', 'improved', { change: changeOf(1.93) }),
      same,
    ];
    expect(sentenceOf(analysisOf(found))).toBe(
      'Passed: after starts 18 % faster, responds 59 % faster, uses 49 % less CPU per request and answers 93 % more requests per second; memory shows no difference.',
    );
  });

  it.each([
    [[], 'Undecided: no gate metric was judged.'],
    [[same, comparison('startupMs', 'no difference')], 'Passed: memory and start-up show no difference.'],
    [[same, noWorse], 'Passed: memory shows no difference; CPU per request shows no regression.'],
    [[same, open], 'Passed: memory shows no difference; throughput could not be decided.'],
    [[sooner, costlier], 'Regressed: after uses 25 % more CPU per request; after starts 18 % faster.'],
    [
      [same, ominous],
      'Undecided: after: throughput is undecided: after 12 rounds a regression of up to 8 % is still possible.',
    ],
    [
      [same, { ...ominous, roundsNeeded: 22 }],
      'Undecided: after: throughput is undecided: after 12 rounds a regression of up to 8 % is still possible; about 22 rounds would decide it.',
    ],
    [[open, comparison('startupMs', 'inconclusive')], 'Undecided: throughput and start-up could not be decided.'],
    [[same, missing], 'Undecided: after: throughput was not measured: the quick profile has no closed loop.'],
    [[sooner, invalid], 'Invalid: after failed in all 12 rounds: server-died (the after server exited with code 1).'],
    [[errors], 'Regressed: after fails more requests (0 % → 3.10 %).'],
    [
      [
        comparison('writeCallsPerRequest', 'regressed', {
          change: undefined,
          reason: { kind: 'from-zero', to: 3 },
        }),
      ],
      'Regressed: after changed in writes to stdout and stderr: from 0 to 3: there is no ratio.',
    ],
    [[comparison('rssBytes', 'regressed')], 'Regressed: after has 25 % higher RSS.'],
  ] as const)('says what happened: %#', (comparisons, sentence) => {
    expect(sentenceOf(analysisOf(comparisons))).toBe(sentence);
  });

  it('keeps the arms apart', () => {
    const other = { ...same, armName: 'other' };
    expect(sentenceOf(analysisOf([sooner, same, other]))).toBe(
      'Passed: after starts 18 % faster; memory of after and memory of other show no difference.',
    );
  });

  const classOf = (className: string, ratio: number, changed = true): ClassComparison => ({
    className,
    armName: 'after',
    turnCount: 80,
    before: { state: 'value', value: 1000 },
    after: { state: 'value', value: 1000 * ratio },
    change: changeOf(ratio),
    changed,
  });

  it.each([
    ['one class that stands out', [classOf('list', 1.02, false), classOf('detail', 4.1)], ', most in detail (+310 %)'],
    ['classes that all became slower', [classOf('list', 1.11), classOf('detail', 1.13)], ''],
    ['a class that is only noisy', [classOf('detail', 4.1, false)], ''],
    ['a class of another arm', [{ ...classOf('detail', 4.1), armName: 'other' }], ''],
  ] as const)('names the class behind a slower response: %s', (_, classes, named) => {
    expect(sentenceOf(analysisOf([slower], classes))).toBe(`Regressed: after responds 12 % slower${named}.`);
  });

  it('has a line for each finding', () => {
    const { findings } = judged(analysisOf([sooner, costlier, open, noWorse, missing, info('improved')]));
    expect(findings.map((finding) => findingText(deedOf(finding.comparison, [])))).toEqual([
      'after starts 18 % faster',
      'after uses 25 % more CPU per request',
      'after: throughput is undecided: after 12 rounds a regression of up to 8 % is still possible',
      'after: CPU per request shows no regression above 3.1 %',
      'after: throughput was not measured: the quick profile has no closed loop',
    ]);
  });
});
