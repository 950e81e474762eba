import { describe, expect, it } from 'vitest';
import type { SliceLoad } from '../../../src/model/record.js';
import { generatorFault, wrongAnswers } from '../../../src/run/round/slice-health.js';
import { madeSlice } from '../../stats/made-record.js';

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
      'an open loop of which many requests were late',
      withGenerator({ lateShare: 0.03 }),
      { reason: 'generator-late', detail: '3 % of the requests were sent late' },
    ],
    ['a late send in a hundred', withGenerator({ lateShare: 0.01 }), undefined],
    ['turns, although the generator is busy', { ...withGenerator({ cpuShare: 0.95 }), kind: 'turns' }, undefined],
    [
      'a generator without file descriptors, in turns too',
      { ...withGenerator({ exhausted: 'the load generator has no file descriptor left' }), kind: 'turns' },
      { reason: 'generator-out-of-resources', detail: 'the load generator has no file descriptor left' },
    ],
  ])('%s', (_name, load, wanted) => {
    expect(generatorFault(load)).toEqual(wanted);
  });
});

describe('a server has no speed', () => {
  const failing = (failureCount: number, responseCount = 400): SliceLoad => ({
    ...good,
    responseCount,
    failureCount,
    failureExamples: ['list: expected status 200, got 500'],
  });

  it.each<[string, readonly SliceLoad[], { reason: string; detail: string } | undefined]>([
    ['not so when it answers', [good, good], undefined],
    ['not so for a rare error', [failing(1), good], undefined],
    ['not so for two in the first few requests', [failing(2, 10)], undefined],
    ['not so for one in a hundred', [failing(8), good], undefined],
    [
      'that answers wrongly, over all that it was sent',
      [failing(6), failing(4)],
      { reason: 'wrong-answers', detail: '10 of 810 requests failed; the first: list: expected status 200, got 500' },
    ],
    [
      'that does not answer at all',
      [good, { ...good, responseCount: 0 }],
      { reason: 'no-responses', detail: 'no answer in 500 ms' },
    ],
    [
      'not so where it was the generator that could send nothing',
      [{ ...good, responseCount: 0, generator: { ...good.generator, exhausted: 'no local port' } }],
      undefined,
    ],
  ])('%s', (_name, loads, wanted) => {
    expect(wrongAnswers(loads)).toEqual(wanted);
  });
});
