import { describe, expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import type { Analysis, Comparison, Outcome } from '../../src/model/analysis.js';
import type { MetricId } from '../../src/model/metrics.js';

function comparison(metric: MetricId, outcome: Outcome, given: Partial<Comparison> = {}): Comparison {
  const ratio = { improved: 0.8, regressed: 1.25 }[outcome as string] ?? 1.01;
  return {
    metric,
    armName: 'after',
    referenceName: 'before',
    before: { state: 'value', value: 100 },
    after: { state: 'value', value: 100 * ratio },
    change: {
      ratio,
      interval: undefined,
      equivalenceInterval: undefined,
      roundCount: 12,
      roundSd: 0.02,
      detectableEffect: 0.04,
    },
    outcome,
    reason:
      { inconclusive: '30 rounds; could detect 8 %', invalid: 'after failed in all 12 rounds' }[outcome as string] ??
      '',
    gate: true,
    warnings: [],
    ...given,
  };
}

function analysisOf(...comparisons: Comparison[]): Analysis {
  return {
    comparisons,
    classes: [],
    alpha: 0.05,
    alphaPerMetric: 0.0125,
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
const slower = comparison('cpuPerRequestUs', 'regressed');
const sooner = comparison('startupMs', 'improved');
const same = comparison('rssBytes', 'no difference');
const open = comparison('latencyP50Us', 'inconclusive');
const invalid = comparison('latencyP50Us', 'invalid');
const info = (outcome: Outcome) => comparison('latencyP99Us', outcome, { gate: false });

describe('judge', () => {
  it.each([
    // comparisons, with inconclusive: fail, with inconclusive: pass
    ['nothing', [], 'undecided', 'undecided'],
    ['information only', [info('regressed'), info('improved')], 'undecided', 'undecided'],
    ['all the same', [same], 'passed', 'passed'],
    ['better and the same', [sooner, same], 'passed', 'passed'],
    ['one worse', [sooner, same, slower], 'regressed', 'regressed'],
    ['one open', [sooner, open], 'undecided', 'passed'],
    ['all open', [open], 'undecided', 'undecided'],
    ['one invalid', [sooner, invalid], 'invalid', 'invalid'],
    ['worse outweighs invalid', [slower, invalid, open], 'regressed', 'regressed'],
    ['invalid outweighs open', [open, invalid], 'invalid', 'invalid'],
    ['failures, though nobody asked', [same, errors], 'regressed', 'regressed'],
    ['failures of an arm that is otherwise invalid', [invalid, errors], 'regressed', 'regressed'],
    ['information that regressed', [same, info('regressed')], 'passed', 'passed'],
  ] as const)('%s', (_, comparisons, strict, lenient) => {
    expect(judge(analysisOf(...comparisons), { inconclusive: 'fail' }).state).toBe(strict);
    expect(judge(analysisOf(...comparisons), { inconclusive: 'pass' }).state).toBe(lenient);
  });

  it.each([
    [[], 'Undecided: no gate metric was judged.'],
    [[sooner, same], 'Passed: 2 gate metrics decided, after: start-up improved: −20.0 %.'],
    [[same], 'Passed: 1 gate metric decided, none regressed.'],
    [[sooner, slower], 'Regressed: after: CPU per request regressed: +25.0 %.'],
    [[same, open], 'Undecided: after: p50 is undecided: 30 rounds; could detect 8 %.'],
    [[same, open, open], 'Undecided: 2 of 3 gate metrics could not be decided.'],
    [[sooner, invalid], 'Invalid: after failed in all 12 rounds.'],
    [[errors], 'Regressed: after: failed requests regressed: 3.10 %, was 0.00 %.'],
  ] as const)('says what happened: %#', (comparisons, sentence) => {
    expect(judge(analysisOf(...comparisons), { inconclusive: 'fail' }).sentence).toBe(sentence);
  });

  it('says what it let pass undecided', () => {
    const verdict = judge(analysisOf(same, open), { inconclusive: 'pass' });
    expect(verdict.sentence).toBe(
      'Passed: 1 gate metric decided, none regressed; 1 could not be decided and may pass.',
    );
    expect(verdict.findings.map(({ state }) => state)).toEqual(['met', 'met']);
  });

  it('gives one finding for each rule, in the order of the comparisons', () => {
    const { findings } = judge(analysisOf(sooner, slower, open, info('improved')), { inconclusive: 'fail' });
    expect(findings.map(({ comparison: { metric }, state }) => [metric, state])).toEqual([
      ['startupMs', 'met'],
      ['cpuPerRequestUs', 'broken'],
      ['latencyP50Us', 'undecided'],
    ]);
  });
});
