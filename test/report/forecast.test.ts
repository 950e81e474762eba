import { expect, it } from 'vitest';
import type { Forecast } from '../../src/model/forecast.js';
import { forecastText } from '../../src/report/forecast.js';
import { madePlan } from '../stats/made-record.js';

const planned = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ index, armOrder: [], environmentPaddingBytes: 0, loadSeed: 0 }));
const undecided = [{ metric: 'startupMs', detectableEffect: undefined }] as const;
const resolved = [
  { metric: 'startupMs', detectableEffect: 0.031 },
  { metric: 'cpuPerRequestUs', detectableEffect: 0.05 },
] as const;

it.each<[what: string, roundCount: number, Partial<Forecast>, text: string]>([
  [
    'enough time',
    30,
    { metrics: resolved },
    '12 slices a round, about 24 s each; at most 30 rounds in 12 min; changes that can be called: start-up ±4 %, CPU per request ±5 %',
  ],
  [
    'too small a budget',
    30,
    { mostRounds: 3 },
    '12 slices a round, about 24 s each; at most 3 rounds in 1 min 12 s; no change can be called before round 8, 3 min 12 s from now: raise --budget, or leave it out',
  ],
  [
    'too few rounds',
    6,
    { mostRounds: 6 },
    '12 slices a round, about 24 s each; at most 6 rounds in 2 min 24 s; no change can be called before round 8, 3 min 12 s from now: raise --rounds, or leave it out',
  ],
  [
    'too many metrics',
    30,
    { firstLook: undefined },
    '12 slices a round, about 24 s each; at most 30 rounds in 12 min; no change can be called by so many metrics; judge by fewer',
  ],
])('foresees a run with %s', (_, roundCount, given, text) => {
  const forecast = { openSlicesPerArm: 12, roundMs: 24_000, mostRounds: 30, firstLook: 8, metrics: undecided };
  expect(forecastText(madePlan({ rounds: planned(roundCount) }), { ...forecast, ...given })).toBe(text);
});
