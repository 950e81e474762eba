import { expect, it } from 'vitest';
import type { ExperimentResult, Observation } from '../../../src/model/experiments-record.js';
import { lineValues, theilSlope } from '../../../src/stats/claims/line-values.js';

const observed = (armName: string, values: Record<string, number>): Observation => ({
  state: 'observed',
  armName,
  values,
  series: {},
});

const round = (index: number, ...observations: Observation[]) => ({
  index,
  armOrder: observations.map(({ armName }) => armName),
  startedAtIso: '2026-01-01T00:00:00Z',
  elapsedMs: 1,
  observations,
});

const results: readonly ExperimentResult[] = [
  {
    id: 'writes',
    rounds: [
      round(0, observed('before', { 'n10.w': 10, 'n50.w': 50 }), observed('after', { 'n10.w': 1, 'n50.w': 5 })),
      round(1, observed('before', { 'n10.w': 10, 'n50.w': 50 }), {
        state: 'failed',
        armName: 'after',
        failure: { kind: 'server-died', end: { kind: 'exited', code: 1 } },
        output: [],
      }),
    ],
  },
];

it('a value is read of every round and arm that gave it', () => {
  expect(lineValues(results, 'writes/n50.w')).toEqual({
    rounds: [{ before: 50, after: 5 }, { before: 50 }],
    failure: { armName: 'after', failure: { kind: 'server-died', end: { kind: 'exited', code: 1 } } },
  });
  expect(lineValues(results, 'nothing/n50.w')).toEqual({ rounds: [] });
});

it('a slope is read over its points', () => {
  const slopeOf = [10, 50].map((at) => ({ at, value: `writes/n${at}.w` as const }));
  expect(lineValues(results, { slopeOf }).rounds).toEqual([{ before: 1, after: 0.1 }, { before: 1 }]);
});

it.each([
  [
    [
      [0, 1],
      [1, 3],
      [2, 5],
    ],
    2,
  ],
  // One point that is far off does not move it.
  [
    [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 99],
      [4, 4],
    ],
    1,
  ],
] as const)('the slope through %j is %d', (points, slope) => {
  expect(theilSlope(points.map(([at, value]) => ({ at, value })))).toBe(slope);
});
