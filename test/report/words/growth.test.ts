import { describe, expect, it } from 'vitest';
import type { GrowthComparison } from '../../../src/model/analysis.js';
import type { RunRecord } from '../../../src/model/record.js';
import { selectReport } from '../../../src/report/select/contents.js';
import { contentsOf } from '../../../src/report/words/contents.js';
import { madeRounds, madeTrial } from '../../stats/made-record.js';
import { madeGrowth, madeGrowths, madeInput } from '../made-analysis.js';

function told(growth: readonly GrowthComparison[], record: Partial<RunRecord> = {}) {
  const { warnings, notes } = contentsOf(selectReport(madeInput({ analysis: { growth }, record })));
  return { warnings, notes: notes.filter((note) => note.startsWith('Leaks')) };
}

const kilobyte = madeGrowths('leaks', 1024);
const orCache = 'a leak, or a cache with room for more than the 7,416 requests of a round';

describe('a leak is a warning', () => {
  it.each<[string, Partial<GrowthComparison>, string]>([
    [
      'in the arm',
      { after: kilobyte, difference: kilobyte },
      'after keeps about 1.00 KiB of every request (0.97 KiB … 1.07 KiB), before does not',
    ],
    [
      'in the arm, the difference open',
      { after: kilobyte, difference: madeGrowths('undecided', 200) },
      'after keeps about 1.00 KiB of every request (0.97 KiB … 1.07 KiB)',
    ],
    [
      'in the reference',
      { before: kilobyte, difference: madeGrowths('steady', -1024) },
      'before keeps about 1.00 KiB of every request (0.97 KiB … 1.07 KiB), after does not',
    ],
    [
      'in both alike',
      { before: kilobyte, after: kilobyte },
      'before keeps about 1.00 KiB of every request (0.97 KiB … 1.07 KiB), after about 1.00 KiB of every request (0.97 KiB … 1.07 KiB)',
    ],
    [
      'seen in the difference alone',
      { after: madeGrowths('undecided', 300), difference: madeGrowths('leaks', 290) },
      'after keeps about 290 B of every request (260 B … 360 B) more than before',
    ],
  ])('%s', (_, given, wanted) => {
    expect(told([madeGrowth(given)])).toEqual({ warnings: [`${wanted}: ${orCache}`], notes: [] });
  });
});

it.each<[string, readonly GrowthComparison[], string]>([
  [
    'nothing is kept',
    [madeGrowth({})],
    'Leaks: none found in before and after: what is kept of a request is at most 90 B.',
  ],
  [
    'a cache that has filled',
    [madeGrowth({ difference: madeGrowths('fills') })],
    'Leaks: none found. after grew more than before and then stopped or slowed down, as a cache does.',
  ],
  [
    'neither is known',
    [madeGrowth({ after: madeGrowths('undecided', 230) })],
    'Leaks: not decided between before and after: what is kept of a request is at most 300 B.',
  ],
  [
    'the difference is not known, but both arms are',
    [madeGrowth({ difference: madeGrowths('undecided', 230) })],
    'Leaks: none found in before and after: what is kept of a request is at most 90 B.',
  ],
  [
    'too few rounds',
    [madeGrowth({ after: madeGrowths('undecided', 0, { bytesPerRequest: undefined }) })],
    'Leaks of after: six rounds are needed to tell.',
  ],
])('%s: a note, no warning', (_, growth, wanted) => {
  expect(told(growth)).toEqual({ warnings: [], notes: [wanted] });
});

describe('where nothing is known it says why', () => {
  const { plan } = madeInput().record;
  const timed = { memoryReadings: [{ stage: 'phases', requestCount: 260, inUseBytes: 46e6 }] } as const;
  const rounds = madeRounds(6, () => [madeTrial('before', {}, timed), madeTrial('after', {}, timed)]);
  const python = plan.arms.map((arm) => ({ ...arm, command: ['python3', 'server.py'] }));

  it.each<[string, Partial<RunRecord>, string]>([
    ['an older record', {}, 'Leaks: not measured.'],
    ['a slow server', { rounds }, 'Leaks: not looked for, because these servers answer too few requests in a round.'],
    [
      'a server that is not Node',
      { plan: { ...plan, arms: python } },
      'Leaks: not measured (only a server in Node tells what it has in use).',
    ],
  ])('%s', (_, record, wanted) => {
    expect(told([], record)).toEqual({ warnings: [], notes: [wanted] });
  });
});
