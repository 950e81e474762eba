import { describe, expect, it } from 'vitest';
import type { GeneratorFailure, ServerFailure } from '../../../src/model/failure.js';
import type { RequestFailure } from '../../../src/model/request-failure.js';
import type { SliceLoad } from '../../../src/model/slice.js';
import { generatorFailure, wrongAnswers } from '../../../src/run/round/slice-health.js';
import { madeSlice } from '../../stats/made-record.js';

// 400 answers of 1 ms each, planned and sent, by a generator that was hardly busy.
const good = madeSlice().load;
const withGenerator = (generator: Partial<SliceLoad['generator']>): SliceLoad => ({
  ...good,
  generator: { ...good.generator, ...generator },
});

describe('a slice cannot be used', () => {
  it.each<[string, SliceLoad, GeneratorFailure | undefined]>([
    ['a good one can', good, undefined],
    [
      'a generator that used most of a core',
      withGenerator({ cpuShare: 0.81 }),
      { kind: 'generator-saturated', cpuShare: 0.81 },
    ],
    [
      'a schedule that was not kept',
      { ...good, plannedCount: 400, sentCount: 391 },
      { kind: 'generator-late', cause: { kind: 'not-sent', sentCount: 391, plannedCount: 400 } },
    ],
    ['a schedule that was nearly kept', { ...good, plannedCount: 400, sentCount: 393 }, undefined],
    [
      'an open loop of which many requests were late',
      withGenerator({ lateShare: 0.03 }),
      { kind: 'generator-late', cause: { kind: 'sent-late', lateShare: 0.03 } },
    ],
    ['a late send in a hundred', withGenerator({ lateShare: 0.01 }), undefined],
    ['turns, although the generator is busy', { ...withGenerator({ cpuShare: 0.95 }), kind: 'turns' }, undefined],
    [
      'a generator without file descriptors, in turns too',
      { ...withGenerator({ exhausted: 'own-descriptors' }), kind: 'turns' },
      { kind: 'generator-out-of-resources', resource: 'own-descriptors' },
    ],
  ])('%s', (_name, load, wanted) => {
    expect(generatorFailure(load)).toEqual(wanted);
  });
});

describe('a server has no speed', () => {
  const first: RequestFailure = { fault: { kind: 'status', expected: 200, got: 500 } };
  const failing = (failureCount: number, responseCount = 400): SliceLoad => ({
    ...good,
    responseCount,
    failureCount,
    failureExamples: [first],
  });

  it.each<[string, readonly SliceLoad[], ServerFailure | undefined]>([
    ['not so when it answers', [good, good], undefined],
    ['not so for a rare error', [failing(1), good], undefined],
    ['not so for two in the first few requests', [failing(2, 10)], undefined],
    ['not so for one in a hundred', [failing(8), good], undefined],
    [
      'that answers wrongly, over all that it was sent',
      [failing(6), failing(4)],
      { kind: 'wrong-answers', cause: { kind: 'failed-requests', failureCount: 10, requestCount: 810, first } },
    ],
    ['that does not answer at all', [good, { ...good, responseCount: 0 }], { kind: 'no-responses', afterMs: 500 }],
    [
      'not so where it was the generator that could send nothing',
      [{ ...good, responseCount: 0, generator: { ...good.generator, exhausted: 'local-ports' } }],
      undefined,
    ],
  ])('%s', (_name, loads, wanted) => {
    expect(wrongAnswers(loads)).toEqual(wanted);
  });
});
