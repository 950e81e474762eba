import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/model/analysis.js';
import { sentencesOf } from '../../src/report/sentence.js';
import { absent, made, madeInput } from './made-analysis.js';

function sentences(comparisons: readonly Comparison[], armNames?: readonly string[]): string[] {
  const { analysis, record } = madeInput({ comparisons, ...(armNames ? { armNames } : {}) });
  return sentencesOf(analysis, record);
}

const sooner = made({ metric: 'startupMs', before: 500, after: 345, outcome: 'improved', interval: [0.62, 0.78] });
const faster = made({ metric: 'latencyP50Us', before: 1000, after: 880, outcome: 'improved', interval: [0.84, 0.92] });
const slower = made({
  metric: 'latencyP50Us',
  before: 1000,
  after: 1080,
  outcome: 'regressed',
  interval: [1.06, 1.11],
});
const sameMemory = made({ metric: 'rssBytes', before: 100, after: 101, outcome: 'no difference' });
const sameStart = made({ metric: 'startupMs', before: 500, after: 501, outcome: 'no difference' });
const openCpu = made({
  metric: 'cpuPerRequestUs',
  before: 100,
  after: 98,
  outcome: 'inconclusive',
  reason: 'too noisy',
});
const openRate = made({
  metric: 'throughputPerSecond',
  before: 9,
  after: 9.1,
  outcome: 'inconclusive',
  reason: 'too noisy',
});
const openQuery = made({ metric: 'databaseQueryUs', before: 9, after: 9.1, outcome: 'inconclusive', reason: 'other' });

describe('the sentence', () => {
  it.each<[string, Comparison[], string]>([
    [
      'improved',
      [sooner, faster],
      'after starts 31 % sooner (−38 % … −22 %) and answers 12 % faster at p50 (−16 % … −8 %).',
    ],
    [
      'improved, the same, and two open',
      [sooner, sameMemory, openCpu, openRate],
      'after starts 31 % sooner (−38 % … −22 %); memory: no difference; CPU per request and throughput could not be decided.',
    ],
    [
      'improved and three open',
      [sooner, openCpu, openRate, openQuery],
      'after starts 31 % sooner (−38 % … −22 %); 3 metrics could not be decided.',
    ],
    ['regressed', [slower], 'after answers 8.0 % slower at p50 (+6 % … +11 %).'],
    [
      'better here, worse there',
      [sooner, slower],
      'after starts 31 % sooner (−38 % … −22 %), but answers 8.0 % slower at p50 (+6 % … +11 %).',
    ],
    ['the same', [sameStart, sameMemory], 'after is no different from before in start-up and memory.'],
    ['open for one reason', [openCpu, openRate], 'after: nothing could be decided: too noisy.'],
    ['open for several reasons', [openCpu, openQuery], 'after: nothing could be decided.'],
  ])('%s', (_, comparisons, expected) => {
    expect(sentences(comparisons)).toEqual([expected]);
  });

  it('lets one metric speak for its group, and leaves phases to the table', () => {
    const p95 = made({ metric: 'latencyP95Us', before: 10, after: 8, outcome: 'improved' });
    const phase = made({ metric: 'startupModulesMs', before: 10, after: 5, outcome: 'improved' });
    expect(sentences([faster, p95, phase])).toEqual(['after answers 12 % faster at p50 (−16 % … −8 %).']);
  });

  it('says every kind of regression, also outside the headlines', () => {
    const p99 = made({ metric: 'latencyP99Us', before: 10, after: 14, outcome: 'regressed' });
    const calls = made({ metric: 'writeCallsPerRequest', before: 0.02, after: 1, outcome: 'regressed' });
    const heap = made({ metric: 'heapAfterGcBytes', before: 10, after: 14, outcome: 'regressed' });
    expect(sentences([p99, heap, calls])).toEqual([
      'after answers 40 % slower at p99, has 40 % higher heap after GC and makes 50 times more write calls.',
    ]);
  });

  it('does not call it undecided when something outside the headlines improved', () => {
    const calls = made({ metric: 'writeCallsPerRequest', before: 1, after: 0.02, outcome: 'improved' });
    expect(sentences([calls, openCpu])).toEqual([
      'after makes 50 times fewer write calls; CPU per request could not be decided.',
    ]);
  });

  it('tells failures as shares, because a share of zero has no ratio', () => {
    const errors = made({ metric: 'errorShare', before: 0, after: 0.012, outcome: 'regressed' });
    expect(sentences([sooner, errors])).toEqual([
      'after starts 31 % sooner (−38 % … −22 %), but fails more requests (0 % → 1.20 %).',
    ]);
  });

  it('calls an invalid arm invalid, never fast', () => {
    const reason = '12 of 400 requests failed; the first: detail answered 500';
    const invalid = (['startupMs', 'latencyP50Us'] as const).map((metric) =>
      made({ metric, before: 500, after: absent(reason), outcome: 'invalid', reason }),
    );
    expect(sentences(invalid)).toEqual([`after is invalid and was not compared: ${reason}.`]);
  });

  it('gives each arm its own, in the order of the plan', () => {
    const ofDefault = (comparison: Comparison): Comparison => ({ ...comparison, armName: 'default' });
    expect(sentences([slower, sooner, ofDefault(sameStart)], ['before', 'default', 'after'])).toEqual([
      'default is no different from before in start-up.',
      'after starts 31 % sooner (−38 % … −22 %), but answers 8.0 % slower at p50 (+6 % … +11 %).',
    ]);
  });

  it('says when nothing was measured, and why', () => {
    const { analysis, record } = madeInput({
      comparisons: [],
      record: { end: { state: 'interrupted', detail: 'SIGINT during the pilot' }, rounds: [] },
    });
    expect(sentencesOf(analysis, record)).toEqual(['Nothing was measured: SIGINT during the pilot.']);
    const silent = madeInput({
      comparisons: [made({ metric: 'rssBytes', before: absent('x'), after: absent('x'), outcome: 'inconclusive' })],
    });
    expect(sentencesOf(silent.analysis, silent.record)).toEqual(['Nothing was measured: no round was completed.']);
  });
});
