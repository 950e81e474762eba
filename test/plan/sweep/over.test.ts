import { expect, it } from 'vitest';
import { readFind, readOver } from '../../../src/plan/sweep/over.js';

it.each([
  ['database-rtt=20,0,5,5', { kind: 'network', side: 'database', setting: 'roundTripMs' }, [0, 5, 20]],
  ['client-bandwidth=2.5,10', { kind: 'network', side: 'client', setting: 'megabits' }, [2.5, 10]],
  ['connections=1, 10', { kind: 'connections' }, [1, 10]],
  ['POOL_SIZE=1,2', { kind: 'variable', name: 'POOL_SIZE' }, [1, 2]],
] as const)('%s', (text, swept, values) => {
  expect(readOver(text)).toEqual({ state: 'good', value: { swept, values } });
});

it.each([
  ['databse-rtt=0,1', /^"databse-rtt" is none of database-rtt, .*; did you mean database-rtt\?$/],
  ['database-rtt', /^"" is not a number from 0 to 1000; write database-rtt=1,2,5,10$/],
  ['database-rtt=0,far', /^"far" is not a number from 0 to 1000/],
  ['connections=1,2.5', /^"2.5" is not a whole number from 1 to 10000/],
  ['POOL=one,2', /^"one" is not a whole number; write POOL=1,2,5,10$/],
  ['client-rtt=5,5', /^1 different value of client-rtt; give 2 to 12$/],
  ['client-rtt=1,2,3,4,5,6,7,8,9,10,11,12,13', /^13 different values/],
])('%s is told what is wrong', (text, problem) => {
  expect(readOver(text)).toEqual({
    state: 'mistaken',
    mistakes: [{ where: '--over', problem: expect.stringMatching(problem) }],
  });
});

it.each([
  ['2x', 'lower', 0.5],
  ['2x', 'higher', 2],
  ['-30%', 'lower', 0.7],
  ['+50%', 'lower', 1.5],
  ['-30', 'higher', 0.7],
] as const)('%s of a metric of which %s is better is %d', (text, better, ratio) => {
  expect(readFind(text, better)).toEqual({ state: 'good', value: expect.closeTo(ratio, 9) });
});

it.each(['twice', '0x', '1x', '-100%', '+0%', '30%'])('%s is no change', (text) => {
  expect(readFind(text, 'lower').state).toBe('mistaken');
});
