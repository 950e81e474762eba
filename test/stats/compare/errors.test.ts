import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/model/analysis.js';
import type { TrialFailure } from '../../../src/model/failure.js';
import type { Round } from '../../../src/model/record.js';
import { analyse } from '../../../src/stats/analyse.js';
import { type FailureCounts, failuresOf, judgeErrors } from '../../../src/stats/compare/errors.js';
import { binomialUpperTail, shareAtLeast, shareAtMost } from '../../../src/stats/math/binomial.js';
import {
  madeDecision,
  madeInvalid,
  madePlan,
  madeProfile,
  madeRecord,
  madeRound,
  madeRounds,
  madeSlice,
  madeTrial,
} from '../made-record.js';

const decision = madeDecision('quick');

function counts(failureCount: number, requestCount: number, roundsWithFailures: number): FailureCounts {
  return { failureCount, requestCount, roundsWithFailures };
}

function judge(before: FailureCounts, after: FailureCounts, isLook = true) {
  return judgeErrors(before, after, isLook, 0.001, decision);
}

describe('the binomial tail', () => {
  it.each([
    [0, 10, 0.5, 1],
    [10, 10, 0.5, 1 / 1024],
    [8, 10, 0.5, 56 / 1024],
    [1, 3, 0.2, 1 - 0.8 ** 3],
    [600, 1000, 0.5, 1.364e-10],
  ])('P(X >= %i of %i at %d) is %d', (successes, trials, share, expected) => {
    expect(binomialUpperTail(successes, trials, share) / expected).toBeCloseTo(1, 3);
  });
});

describe('the exact bounds of a share', () => {
  // Clopper-Pearson at 2.5 % a side; of none in n, 1 - 0.025^(1/n).
  it.each([
    [0, 100, 0, 0.0362],
    [0, 3700, 0, 0.000997],
    [5, 100, 0.0164, 0.1128],
    [50, 100, 0.3983, 0.6017],
    [100, 100, 0.9638, 1],
  ])('%i of %i: %d to %d', (successes, trials, low, high) => {
    expect(shareAtLeast(successes, trials, 0.025)).toBeCloseTo(low, 4);
    expect(shareAtMost(successes, trials, 0.025)).toBeCloseTo(high, 4);
  });
});

describe('failed requests', () => {
  const many = 100_000;
  it.each([
    // failures, requests and rounds with failures of each; at a limit of 0.1 point
    ['none, in enough requests', counts(0, many, 0), counts(0, many, 0), 'no difference'],
    ['none, in too few to know', counts(0, 3000, 0), counts(0, 3000, 0), 'inconclusive'],
    ['none, in enough of one arm to rule out a rise', counts(0, 3000, 0), counts(0, many, 0), 'no regression'],
    ['more, in several rounds', counts(50, many, 8), counts(400, many, 8), 'regressed'],
    ['fewer, in several rounds', counts(400, many, 8), counts(50, many, 8), 'improved'],
    ['1 in 2,000 of both', counts(50, many, 8), counts(50, many, 8), 'no difference'],
    ['more, but by less than 0.1 point', counts(50, many, 8), counts(70, many, 8), 'no difference'],
    ['more, but all in one round', counts(50, many, 8), counts(400, many, 1), 'inconclusive'],
    ['more, but too few to be sure', counts(0, 1000, 0), counts(3, 1000, 2), 'inconclusive'],
    ['above 1 % against none, in two rounds', counts(0, many, 0), counts(1200, many, 2), 'regressed'],
    ['above 1 % against none, but in one round', counts(0, many, 0), counts(1200, many, 1), 'inconclusive'],
    ['above 1 % against some, in one round', counts(1, many, 1), counts(1200, many, 1), 'inconclusive'],
    ['not counted', counts(0, 0, 0), counts(0, many, 0), 'not measured'],
  ])('%s', (_, before, after, outcome) => {
    expect(judge(before, after).outcome).toBe(outcome);
  });

  it('are judged at looks only', () => {
    expect(judge(counts(50, many, 8), counts(400, many, 8), false)).toMatchObject({
      outcome: 'inconclusive',
      reason: { kind: 'before-first-look', firstLook: 6 },
    });
  });

  it('that never happened are told with what they cannot rule out', () => {
    expect(judge(counts(0, 3000, 0), counts(0, 3001, 0)).reason).toEqual({
      ...{ kind: 'no-failure', requests: 3000, share: 0.001 },
    });
  });

  it('say why they could not be told apart, and what is ruled out', () => {
    const { reason, ruledOut } = judge(counts(0, 1000, 0), counts(3, 1000, 2));
    expect(reason).toEqual({ kind: 'failures-open', before: 0, after: 0.003 });
    // Clopper-Pearson of 3 in 1,000: at most 0.87 %.
    expect(ruledOut).toBeCloseTo(0.0087, 4);
  });

  it('are counted in invalid trials too', () => {
    const rounds = [
      madeRound(0, [madeTrial('after', {}, { slices: [madeSlice({ responseCount: 90, failureCount: 10 })] })]),
      madeRound(1, [madeInvalid('after', 'wrong-answers', { failureCount: 5, requestCount: 50 })]),
      madeRound(2, [madeInvalid('after', 'server-died')]),
    ];
    expect(failuresOf(rounds, 'after')).toEqual(counts(15, 150, 2));
  });
});

describe('an arm that fails', () => {
  const failedIn = (armName: string, rounds: number, failure: TrialFailure) => ({
    ...{ kind: 'failed', armName, failed: rounds, rounds, failure },
  });
  const notReady = madeInvalid('', 'not-ready').failure;
  const plan = madePlan({ profile: madeProfile('quick') });
  const of = (rounds: readonly Round[], metric: string): Comparison | undefined =>
    analyse(madeRecord(rounds, plan)).comparisons.find((each) => each.metric === metric);

  it('in every round is invalid, never faster, and its failures are told', () => {
    const failed = madeInvalid('after', 'wrong-answers', { failureCount: 300, requestCount: 400 });
    const rounds = madeRounds(3, () => [madeTrial('before'), failed]);
    const { comparisons } = analyse(madeRecord(rounds));
    const others = comparisons.filter(({ metric }) => metric !== 'errorShare');
    for (const { outcome, reason } of others)
      expect({ outcome, reason }).toEqual({ outcome: 'invalid', reason: failedIn('after', 3, failed.failure) });
    expect(of(rounds, 'errorShare')).toMatchObject({
      outcome: 'regressed',
      before: { state: 'value', value: 0 },
      after: { state: 'value', value: 0.75 },
    });
  });

  it('without counted failures is invalid in all', () => {
    const rounds = madeRounds(1, () => [madeTrial('before'), madeInvalid('after', 'not-ready')]);
    expect(of(rounds, 'errorShare')).toMatchObject({
      outcome: 'invalid',
      reason: failedIn('after', 1, notReady),
    });
  });

  it.each([
    // failing rounds of 24 rounds, by the server's fault or the bench's
    [1, 'server-died', 'no difference'],
    [2, 'server-died', 'no difference'],
    [4, 'server-died', 'invalid'],
    [4, 'server-silent', 'invalid'],
    [4, 'generator-saturated', 'no difference'],
  ] as const)('in %i of 24 rounds by %s: %s', (failing, reason, outcome) => {
    const rounds = madeRounds(24, (i) => [
      madeTrial('before'),
      i < failing ? madeInvalid('after', reason) : madeTrial('after'),
    ]);
    expect(of(rounds, 'cpuPerRequestUs')?.outcome).toBe(outcome);
  });

  it('by going silent while the machine was busy: those rounds are redone, and not held against it', () => {
    const quiet = madeRounds(24, () => [madeTrial('before'), madeTrial('after')]);
    const redone = { kind: 'foreign-cpu', share: 0.9 } as const;
    const disturbed = [1, 2, 3, 4].map((i) =>
      madeRound(i, [madeTrial('before'), madeInvalid('after', 'server-silent')], { redone }),
    );
    expect(of([...quiet, ...disturbed], 'cpuPerRequestUs')?.outcome).toBe('no difference');
  });

  it('as the reference leaves nothing to compare with', () => {
    const rounds = madeRounds(8, () => [madeInvalid('before', 'not-ready'), madeTrial('after')]);
    expect(of(rounds, 'cpuPerRequestUs')).toMatchObject({
      outcome: 'invalid',
      reason: failedIn('before', 8, notReady),
    });
  });

  it('in turns with the reference leaves no round to compare in', () => {
    const rounds = madeRounds(8, (i) => [
      i % 2 === 0 ? madeInvalid('before', 'generator-late') : madeTrial('before'),
      i % 2 === 1 ? madeInvalid('after', 'generator-late') : madeTrial('after'),
    ]);
    expect(of(rounds, 'cpuPerRequestUs')).toMatchObject({
      outcome: 'invalid',
      reason: { kind: 'never-both', armName: 'after', referenceName: 'before' },
    });
  });
});
