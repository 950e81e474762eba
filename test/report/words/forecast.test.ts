import { describe, expect, it } from 'vitest';
import type { Forecast } from '../../../src/model/forecast.js';
import { budgetTooShort, forecastText } from '../../../src/report/words/forecast.js';
import { madeInput } from '../made-analysis.js';

const { plan } = madeInput().record;
const forecast: Forecast = {
  ...{ phases: plan.profile.phases, roundMs: 24_000, maxRounds: 16, firstLook: 8, reachesFirstLook: true },
  metrics: [
    { metric: 'startupMs', detectableEffect: 0.031, passChance: 0.99 },
    { metric: 'cpuPerRequestUs', detectableEffect: 0.02, passChance: 0.95 },
  ],
};

describe('a forecast', () => {
  it.each<[what: string, Partial<Forecast>, roundsDone: number, text: string]>([
    [
      'before the first round',
      {},
      0,
      'about 24 s a round; first decision after round 8, in 3 min 12 s; at most 16 rounds, 6 min 24 s; it will find regressions from: start-up 3.1 %, CPU per request 2 %',
    ],
    [
      'after the first round',
      {},
      1,
      'about 24 s a round; first decision after round 8, in 2 min 48 s; at most 16 rounds, 6 min; it will find regressions from: start-up 3.1 %, CPU per request 2 %',
    ],
    [
      'without a calibration',
      { metrics: [] },
      0,
      'about 24 s a round; first decision after round 8, in 3 min 12 s; at most 16 rounds, 6 min 24 s',
    ],
    [
      'of a noisy machine',
      {
        metrics: [
          { metric: 'startupMs', detectableEffect: 0.08, passChance: 0.6 },
          { metric: 'cpuPerRequestUs', detectableEffect: undefined, passChance: 0.2 },
        ],
      },
      0,
      'about 24 s a round; first decision after round 8, in 3 min 12 s; at most 16 rounds, 6 min 24 s; it will find regressions from: start-up 8 %; ' +
        'too noisy here for the limits of start-up 5 % and CPU per request 3 %: raise --limit, or take --profile deep',
    ],
    [
      'that shows, in the midst of a run, that the budget is too short',
      { maxRounds: 3, reachesFirstLook: false },
      1,
      'about 24 s a round: the budget ends before round 8, the first that can decide; 2 min 48 s more would be needed: raise --budget',
    ],
  ])('%s', (_, given, roundsDone, text) => {
    expect(forecastText(plan, { ...forecast, ...given }, roundsDone)).toBe(text);
  });
});

it('a budget that is too short is told in one line, with the flag and a value that suffices', () => {
  expect(budgetTooShort(plan, { budgetMs: 30_000, neededMs: 61_000 })).toBe(
    '--budget: 30 s cannot reach a decision: the first is possible after 8 rounds, about 1 min 1 s on this machine; use --budget 70s or more, or leave it out',
  );
});
