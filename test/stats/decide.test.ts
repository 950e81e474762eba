import { describe, expect, it } from 'vitest';
import type { Round } from '../../src/model/record.js';
import { decide, runningEstimate } from '../../src/stats/decide.js';
import {
  type MadeFactors,
  madeInvalid,
  madePlan,
  madeProfile,
  madeRecord,
  madeRounds,
  madeTrial,
  wobble,
} from './made-record.js';

function roundsOf(count: number, planted: MadeFactors = {}, noise = 0.02): Round[] {
  return madeRounds(count, (i) => {
    const factor = 1 + wobble(i, noise);
    return [
      madeTrial('before'),
      madeTrial('after', {
        startup: factor,
        latency: factor,
        memory: factor,
        cpu: factor * (planted.cpu ?? 1),
      }),
    ];
  });
}

describe('decide', () => {
  it.each([
    ['before the first look', roundsOf(3), 'continue', 'the next look is after 8 rounds'],
    ['at a look where all is decided', roundsOf(8), 'stop', 'every gate metric is decided'],
    ['between looks, even if all is decided', roundsOf(9), 'continue', 'the next look is after 12 rounds'],
    ['at a look with a regression', roundsOf(12, { cpu: 1.2 }), 'stop', 'regressed: CPU per request'],
    [
      'at a look where the noise is too large',
      roundsOf(8, {}, 0.3),
      'continue',
      'undecided: start-up, p50, RSS, CPU per request',
    ],
    ['at the last look, decided or not', roundsOf(30, {}, 0.6), 'stop', 'all 30 rounds are measured'],
  ] as const)('%s', (_, rounds, state, reason) => {
    expect(decide(madeRecord(rounds))).toEqual({ state, reason });
  });

  it('goes on after a regression when told to, while something else is open', () => {
    const rounds = madeRounds(12, (i) => [
      madeTrial('before'),
      madeTrial('after', { cpu: 1.5 + wobble(i, 0.02), startup: 1 + wobble(i, 0.5) }),
    ]);
    expect(decide(madeRecord(rounds))).toEqual({ state: 'stop', reason: 'regressed: CPU per request' });
    expect(decide(madeRecord(rounds, madePlan({ failFast: false })))).toEqual({
      state: 'continue',
      reason: 'undecided: start-up',
    });
  });

  it('does not wait for a metric that can have no value', () => {
    const rounds = madeRounds(8, () => [
      madeTrial(
        'before',
        {},
        {
          slices: madeTrial('before')
            .slices.slice(0, 2)
            .map((slice) => slice),
        },
      ),
      madeTrial('after', {}, { slices: [] }),
    ]);
    expect(decide(madeRecord(rounds))).toEqual({ state: 'stop', reason: 'every gate metric is decided' });
  });

  it('gives up an arm that failed in each of two rounds', () => {
    const rounds = madeRounds(2, () => [madeTrial('before'), madeInvalid('after', 'not-ready')]);
    expect(decide(madeRecord(rounds.slice(0, 1))).state).toBe('continue');
    expect(decide(madeRecord(rounds))).toEqual({
      state: 'stop',
      reason: 'after failed in all 2 rounds: not-ready (made not-ready)',
    });
  });

  it('stops at the last look of a shortened profile', () => {
    const quick = madeProfile('quick');
    const plan = madePlan({ profile: { ...quick, looks: [6] } });
    expect(decide(madeRecord(roundsOf(6, {}, 0.5), plan))).toEqual({
      state: 'stop',
      reason: 'all 6 rounds are measured',
    });
  });
});

describe('the running estimate', () => {
  it('has a ratio for each gate metric after any round, and no interval', () => {
    const estimates = runningEstimate(madeRecord(roundsOf(3, { cpu: 1.2 }, 0)));
    expect(estimates.map(({ metric, armName, ratio }) => [metric, armName, ratio.toFixed(3)])).toEqual([
      ['startupMs', 'after', '1.000'],
      ['latencyP50Us', 'after', '1.000'],
      ['rssBytes', 'after', '1.000'],
      ['cpuPerRequestUs', 'after', '1.200'],
    ]);
  });

  it('is empty before the first round', () => {
    expect(runningEstimate(madeRecord([]))).toEqual([]);
  });
});
