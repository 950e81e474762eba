import { describe, expect, it } from 'vitest';
import type { Round } from '../../src/model/record.js';
import type { Trial } from '../../src/model/trial.js';
import { decide, runningEstimate } from '../../src/stats/decide.js';
import {
  defaultGate,
  type MadeFactors,
  madeDecision,
  madeInvalid,
  madePlan,
  madeProfile,
  madeRecord,
  madeRounds,
  madeTrial,
  wobble,
} from './made-record.js';

const limits = { startupMs: 0.1, throughputPerSecond: 0.1 };
const quick = madePlan({ profile: madeProfile('quick'), decision: madeDecision('quick', { limits }) });

/** The after arm of round `i`: all quantities wobble by `noise`, each in its own way, about what was planted. */
function wobbling(i: number, planted: MadeFactors, noise: number, armName = 'after') {
  const of = (factor = 1, offset = 0) => factor * Math.exp(wobble(i + offset, noise));
  return madeTrial(armName, {
    startup: of(planted.startup),
    latency: of(planted.latency, 3),
    memory: of(planted.memory, 7),
    throughput: of(planted.throughput, 11),
    cpu: of(planted.cpu, 17),
  });
}

function roundsOf(count: number, planted: MadeFactors = {}, noise = 0.02): Round[] {
  return madeRounds(count, (i) => [madeTrial('before'), wobbling(i, planted, noise)]);
}

describe('decide', () => {
  it.each([
    ['before the first look', roundsOf(3), 'continue', { kind: 'next-look', rounds: 6 }],
    ['at a look where all is decided', roundsOf(6), 'stop', { kind: 'all-decided' }],
    ['between looks, even if all is decided', roundsOf(7), 'continue', { kind: 'next-look', rounds: 8 }],
    [
      'at the first look with a regression',
      roundsOf(6, { cpu: 1.2 }),
      'stop',
      { kind: 'regressed', metrics: ['cpuPerRequestUs'] },
    ],
    [
      'at a look where the noise is too large',
      roundsOf(6, {}, 0.25),
      'continue',
      {
        kind: 'undecided',
        metrics: ['responseTimeUs', 'throughputPerSecond', 'memoryInUseBytes', 'cpuPerRequestUs'],
      },
    ],
    [
      'where it is far too large',
      roundsOf(8, {}, 2),
      'stop',
      {
        kind: 'too-noisy',
        metrics: ['startupMs', 'responseTimeUs', 'throughputPerSecond', 'memoryInUseBytes', 'cpuPerRequestUs'],
      },
    ],
    ['at the last look, decided or not', roundsOf(12, {}, 0.3), 'stop', { kind: 'all-measured', rounds: 12 }],
  ] as const)('%s', (_, rounds, state, reason) => {
    expect(decide(madeRecord(rounds, quick))).toEqual({ state, reason });
  });

  it('goes on after a regression when told to, while something else is open', () => {
    const rounds = madeRounds(6, (i) => {
      const noise = Math.exp(wobble(i, 0.01));
      return [madeTrial('before'), madeTrial('after', { cpu: 1.5 * noise, startup: Math.exp(wobble(i + 1, 0.4)) })];
    });
    expect(decide(madeRecord(rounds, quick))).toEqual({
      state: 'stop',
      reason: { kind: 'regressed', metrics: ['cpuPerRequestUs'] },
    });
    expect(decide(madeRecord(rounds, { ...quick, failFast: false }))).toEqual({
      state: 'continue',
      reason: { kind: 'undecided', metrics: ['startupMs'] },
    });
  });

  it('does not wait for a metric that can have no value', () => {
    const rounds = madeRounds(6, () => [madeTrial('before'), madeTrial('after', {}, { slices: [] })]);
    expect(decide(madeRecord(rounds, quick))).toEqual({ state: 'stop', reason: { kind: 'all-decided' } });
  });

  it('lets a spare round take the place of one in which a gate metric is missing', () => {
    const lacking = (i: number) => (i === 2 ? madeTrial('after', {}, { slices: [] }) : wobbling(i, {}, 0.02));
    const rounds = madeRounds(7, (i) => [madeTrial('before'), lacking(i)]);
    expect(decide(madeRecord(rounds.slice(0, 6), quick))).toEqual({
      state: 'continue',
      reason: { kind: 'next-look', rounds: 6 },
    });
    expect(decide(madeRecord(rounds, quick))).toEqual({ state: 'stop', reason: { kind: 'all-decided' } });
  });

  it('gives up an arm that failed in each of two rounds', () => {
    const rounds = madeRounds(2, () => [madeTrial('before'), madeInvalid('after', 'not-ready')]);
    expect(decide(madeRecord(rounds.slice(0, 1), quick)).state).toBe('continue');
    expect(decide(madeRecord(rounds, quick))).toEqual({
      state: 'stop',
      reason: { kind: 'cannot-compare' },
    });
  });

  it('stops at the last look of a shortened schedule', () => {
    const plan = { ...quick, decision: madeDecision('quick', { rounds: 6 }) };
    expect(decide(madeRecord(roundsOf(6, {}, 0.3), plan))).toEqual({
      state: 'stop',
      reason: { kind: 'all-measured', rounds: 6 },
    });
  });
});

describe('with several arms', () => {
  const plan = madePlan({ profile: madeProfile('quick'), armNames: ['before', 'after', 'other'] });
  const rounds = (count: number, otherOf: (i: number) => Trial) =>
    madeRounds(count, (i) => [madeTrial('before'), wobbling(i, {}, 0.02), otherOf(i)]);

  it('waits until the last of them is decided', () => {
    expect(
      decide(
        madeRecord(
          rounds(6, (i) => wobbling(i, {}, 0.02, 'other')),
          plan,
        ),
      ).state,
    ).toBe('stop');
    expect(
      decide(
        madeRecord(
          rounds(6, (i) => wobbling(i, {}, 0.25, 'other')),
          plan,
        ),
      ),
    ).toMatchObject({
      state: 'continue',
    });
  });

  it('waits for one that has fewer good rounds, and not for one that has none', () => {
    const late = (i: number) => (i === 0 ? madeInvalid('other') : wobbling(i, {}, 0.02, 'other'));
    expect(decide(madeRecord(rounds(6, late), plan))).toEqual({
      state: 'continue',
      reason: { kind: 'no-look-yet', armName: 'other' },
    });
    expect(decide(madeRecord(rounds(7, late), plan))).toEqual({
      state: 'stop',
      reason: { kind: 'all-decided' },
    });
    expect(
      decide(
        madeRecord(
          rounds(6, () => madeInvalid('other')),
          plan,
        ),
      ).state,
    ).toBe('stop');
  });
});

describe('the running estimate', () => {
  it('has a ratio for each gate metric after any round, and no interval', () => {
    const estimates = runningEstimate(madeRecord(roundsOf(3, { cpu: 1.2 }, 0), quick));
    expect(estimates.map(({ metric, ratio }) => [metric, ratio.toFixed(3)])).toEqual(
      defaultGate.map((metric) => [metric, metric === 'cpuPerRequestUs' ? '1.200' : '1.000']),
    );
  });

  it('is empty before the first round', () => {
    expect(runningEstimate(madeRecord([], quick))).toEqual([]);
  });
});
