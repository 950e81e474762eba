import { describe, expect, it } from 'vitest';
import type { SliceLoad } from '../../src/model/record.js';
import { generatorFault, wrongAnswers } from '../../src/run/slice-health.js';
import { madeSlice } from '../stats/made-record.js';

// 400 answers of 1 ms each, planned and sent, by a generator that was hardly busy.
const good = madeSlice().load;
const withGenerator = (generator: Partial<SliceLoad['generator']>): SliceLoad => ({
  ...good,
  generator: { ...good.generator, ...generator },
});

describe('a slice cannot be used', () => {
  it.each<[string, SliceLoad, { reason: string; detail: string } | undefined]>([
    ['a good one can', good, undefined],
    [
      'a generator that used most of a core',
      withGenerator({ cpuShare: 0.81 }),
      { reason: 'generator-saturated', detail: 'the load generator used 81 % of a core' },
    ],
    [
      'a schedule that was not kept',
      { ...good, plannedCount: 400, sentCount: 391 },
      { reason: 'generator-late', detail: '391 of 400 planned requests were sent' },
    ],
    ['a schedule that was nearly kept', { ...good, plannedCount: 400, sentCount: 393 }, undefined],
    [
      'sends later than an answer takes',
      withGenerator({ sendLatenessP99Us: 6000 }),
      { reason: 'generator-late', detail: 'requests were sent 6 ms late (p99)' },
    ],
    ['sends as late as timers are', withGenerator({ sendLatenessP99Us: 4000 }), undefined],
    [
      'late sends of answers that take longer still',
      { ...withGenerator({ sendLatenessP99Us: 6000 }), latencyTotalUs: 400 * 9000 },
      undefined,
    ],
    [
      'an event loop that was held up',
      withGenerator({ eventLoopDelayP99Us: 12_000 }),
      { reason: 'generator-late', detail: "the load generator's event loop was held up for 12 ms (p99)" },
    ],
  ])('%s', (_name, load, wanted) => {
    expect(generatorFault(load)).toEqual(wanted);
  });
});

describe('a server has no speed', () => {
  it.each<[string, SliceLoad, { reason: string; detail: string } | undefined]>([
    ['not so when it answers', good, undefined],
    [
      'that answers wrongly',
      { ...good, failureCount: 2, failureExamples: ['list: expected status 200, got 500'] },
      {
        reason: 'wrong-answers',
        detail: '2 of 402 requests failed; the first: list: expected status 200, got 500',
      },
    ],
    [
      'that does not answer at all',
      { ...good, responseCount: 0 },
      { reason: 'no-responses', detail: 'no answer in 500 ms' },
    ],
  ])('%s', (_name, load, wanted) => {
    expect(wrongAnswers(load)).toEqual(wanted);
  });
});
