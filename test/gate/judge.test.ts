import { describe, expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { Analysis, ChangeEstimate, ClassComparison, Comparison, Outcome } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';

const ratios: Partial<Record<Outcome, number>> = { improved: 0.82, regressed: 1.25 };
const reasons: Partial<Record<Outcome, string>> = {
  inconclusive: 'after 12 rounds a regression of up to 8 % is still possible',
  'not measured': 'the quick profile has no closed loop',
  invalid: 'after failed in all 12 rounds',
};

function changeOf(ratio: number): ChangeEstimate {
  return { ratio, interval: undefined, bounds: undefined, roundCount: 12, roundSd: 0.02, detectableEffect: 0.04 };
}

function comparison(metric: MetricId, outcome: Outcome, given: Partial<Comparison> = {}): Comparison {
  const ratio = ratios[outcome] ?? 1.01;
  return {
    metric,
    armName: 'after',
    referenceName: 'before',
    before: { state: 'value', value: 100 },
    after: { state: 'value', value: 100 * ratio },
    change: changeOf(ratio),
    outcome,
    limit: 0.05,
    ruledOut: 0.031,
    roundsNeeded: undefined,
    reason: reasons[outcome] ?? '',
    gate: true,
    warnings: [],
    ...given,
  };
}

function analysisOf(comparisons: readonly Comparison[], classes: readonly ClassComparison[] = []): Analysis {
  return {
    comparisons,
    classes,
    roundsUsed: 12,
    roundsRedone: 0,
    look: 12,
    invalidTrials: [],
    warnings: [],
  };
}

const errors = comparison('errorShare', 'regressed', {
  gate: false,
  change: undefined,
  before: { state: 'value', value: 0 },
  after: { state: 'value', value: 0.031 },
});
const slower = comparison('responseTimeUs', 'regressed', { change: changeOf(1.12) });
const costlier = comparison('cpuPerRequestUs', 'regressed');
const sooner = comparison('startupMs', 'improved');
const same = comparison('memoryInUseBytes', 'no difference');
const noWorse = comparison('cpuPerRequestUs', 'no regression');
const open = comparison('throughputPerSecond', 'inconclusive');
/** Throughput that looks as if it fell by 10 %: the bad side of a metric of which more is better is down. */
const ominous = comparison('throughputPerSecond', 'inconclusive', { change: changeOf(0.9) });
const hopeful = comparison('throughputPerSecond', 'inconclusive', { change: changeOf(1.3) });
const missing = comparison('throughputPerSecond', 'not measured', { change: undefined });
const invalid = comparison('throughputPerSecond', 'invalid');
const info = (outcome: Outcome) => comparison('latencyP99Us', outcome, { gate: false });

describe('judge', () => {
  it.each([
    // comparisons, with inconclusive: fail, with inconclusive: pass
    ['nothing', [], 'undecided', 'undecided'],
    ['information only', [info('regressed'), info('improved')], 'undecided', 'undecided'],
    ['all the same', [same], 'passed', 'passed'],
    ['better, the same and no worse', [sooner, same, noWorse], 'passed', 'passed'],
    ['one worse', [sooner, same, costlier], 'regressed', 'regressed'],
    ['one open', [sooner, open], 'undecided', 'passed'],
    ['one open that looks better', [sooner, hopeful], 'undecided', 'passed'],
    ['one open that looks like a regression', [sooner, ominous], 'undecided', 'undecided'],
    ['all open', [open], 'undecided', 'undecided'],
    ['one not measured', [sooner, missing], 'undecided', 'undecided'],
    ['one invalid', [sooner, invalid], 'invalid', 'invalid'],
    ['worse outweighs invalid', [costlier, invalid, open], 'regressed', 'regressed'],
    ['invalid outweighs open', [open, invalid], 'invalid', 'invalid'],
    ['failures, though nobody asked', [same, errors], 'regressed', 'regressed'],
    ['failures of an arm that is otherwise invalid', [invalid, errors], 'regressed', 'regressed'],
    ['information that regressed', [same, info('regressed')], 'passed', 'passed'],
  ] as const)('%s', (_, comparisons, strict, lenient) => {
    expect(judge(analysisOf(comparisons), { inconclusive: 'fail' }).state).toBe(strict);
    expect(judge(analysisOf(comparisons), { inconclusive: 'pass' }).state).toBe(lenient);
  });

  it('says what was found, as a colleague would', () => {
    const found = [
      sooner,
      comparison('responseTimeUs', 'improved', { change: changeOf(0.41) }),
      comparison('cpuPerRequestUs', 'improved', { change: changeOf(0.51) }),
      comparison('throughputPerSecond', 'improved', { change: changeOf(1.93) }),
      same,
    ];
    expect(judge(analysisOf(found), { inconclusive: 'pass' }).sentence).toBe(
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
    [[sooner, invalid], 'Invalid: after failed in all 12 rounds.'],
    [[errors], 'Regressed: after fails 3.10 % of its requests, was 0.00 %.'],
    [
      [
        comparison('writeCallsPerRequest', 'regressed', {
          change: undefined,
          reason: 'from 0 to 3: there is no ratio',
        }),
      ],
      'Regressed: after has changed in writes to stdout and stderr per request: from 0 to 3: there is no ratio.',
    ],
    [[comparison('rssBytes', 'regressed')], 'Regressed: after has +25 % RSS.'],
  ] as const)('says what happened: %#', (comparisons, sentence) => {
    expect(judge(analysisOf(comparisons), { inconclusive: 'pass' }).sentence).toBe(sentence);
  });

  it('keeps the arms apart', () => {
    const other = { ...same, armName: 'other' };
    expect(judge(analysisOf([sooner, same, other]), { inconclusive: 'pass' }).sentence).toBe(
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
    expect(judge(analysisOf([slower], classes), { inconclusive: 'pass' }).sentence).toBe(
      `Regressed: after responds 12 % slower${named}.`,
    );
  });

  it('gives one finding for each rule, in the order of the comparisons', () => {
    const { findings } = judge(analysisOf([sooner, costlier, open, noWorse, missing, info('improved')]), {
      inconclusive: 'pass',
    });
    expect(findings.map(({ state, message }) => [state, message])).toEqual([
      ['met', 'after starts 18 % faster'],
      ['broken', 'after uses 25 % more CPU per request'],
      ['waived', 'after: throughput is undecided: after 12 rounds a regression of up to 8 % is still possible'],
      ['met', 'after: CPU per request shows no regression above 3.1 %'],
      ['undecided', 'after: throughput was not measured: the quick profile has no closed loop'],
    ]);
  });
});
