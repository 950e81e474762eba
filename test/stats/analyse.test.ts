import { describe, expect, it } from 'vitest';
import type { Absence } from '../../src/model/absence.js';
import type { Analysis, Comparison } from '../../src/model/analysis.js';
import { type MetricId, metricIds, metrics } from '../../src/model/metrics.js';
import type { Phase } from '../../src/model/plan.js';
import type { MeasuredTrial, Trial } from '../../src/model/trial.js';
import { analyse } from '../../src/stats/analyse.js';
import {
  defaultGate,
  type MadeFactors,
  madeDecision,
  madeInvalid,
  madePlan,
  madeProfile,
  madeRecord,
  madeRound,
  madeRounds,
  madeTrial,
  madeTurnSlice,
  wobble,
} from './made-record.js';

const quick = madePlan({ profile: madeProfile('quick') });

/** A pair of trials whose every quantity wobbles by 2 %; `planted` multiplies those of the after arm. */
function pairOf(index: number, planted: MadeFactors = {}): readonly Trial[] {
  const noise = 1 + wobble(index, 0.02);
  const { startup = 1, latency = 1, cpu = 1, memory = 1, throughput = 1 } = planted;
  return [
    madeTrial('before'),
    madeTrial('after', {
      startup: startup * noise,
      latency: latency * noise,
      cpu: cpu * noise,
      memory: memory * noise,
      throughput: throughput * noise,
    }),
  ];
}

/** The pair without its turns: response time and CPU per request are missing. */
function withoutTurns(pair: readonly Trial[]): readonly Trial[] {
  return pair.map((trial) =>
    trial.state === 'measured' ? { ...trial, slices: trial.slices.filter(({ load }) => load.kind !== 'turns') } : trial,
  );
}

function of(analysis: Analysis, metric: MetricId, armName = 'after'): Comparison {
  const found = analysis.comparisons.find((each) => each.metric === metric && each.armName === armName);
  if (!found) throw new Error(`no comparison of ${metric}`);
  return found;
}

function gateOutcomes(analysis: Analysis): Record<string, string> {
  return Object.fromEntries(defaultGate.map((metric) => [metric, of(analysis, metric).outcome]));
}

describe('analyse', () => {
  it('compares every metric of the table', () => {
    const analysis = analyse(madeRecord(madeRounds(12, (i) => pairOf(i))));
    expect(analysis.comparisons.map(({ metric }) => metric)).toEqual(metricIds);
    expect(analysis.comparisons.filter(({ gate }) => gate).map(({ metric }) => metric)).toEqual(defaultGate);
    expect(analysis).toMatchObject({ roundsUsed: 12, roundsRedone: 0, look: 12 });
  });

  it('calls identical arms the same', () => {
    expect(
      gateOutcomes(
        analyse(
          madeRecord(
            madeRounds(6, (i) => pairOf(i)),
            quick,
          ),
        ),
      ),
    ).toEqual({
      startupMs: 'no difference',
      responseTimeUs: 'no difference',
      throughputPerSecond: 'no difference',
      memoryInUseBytes: 'no difference',
      cpuPerRequestUs: 'no difference',
    });
  });

  it('finds what was planted at the first look, whichever way is better', () => {
    const planted = { startup: 0.7, latency: 1.3, cpu: 1.1, throughput: 0.8 };
    const analysis = analyse(
      madeRecord(
        madeRounds(6, (i) => pairOf(i, planted)),
        quick,
      ),
    );
    expect(gateOutcomes(analysis)).toEqual({
      startupMs: 'improved',
      responseTimeUs: 'regressed',
      throughputPerSecond: 'regressed',
      memoryInUseBytes: 'no difference',
      cpuPerRequestUs: 'regressed',
    });
    expect(of(analysis, 'throughputPerSecond').change?.ratio).toBeCloseTo(0.8, 2);
    const startup = of(analysis, 'startupMs');
    expect(startup.before).toEqual({ state: 'value', value: 400 });
    expect(startup.change?.ratio).toBeCloseTo(0.7, 2);
    expect(startup.change?.interval?.high).toBeLessThan(0.72);
    expect(startup.ruledOut).toBeLessThan(0);
  });

  it('judges at looks only: rounds after the last one wait', () => {
    const fifteen = analyse(madeRecord(madeRounds(15, (i) => pairOf(i, { cpu: i < 12 ? 1 : 5 }))));
    expect(fifteen).toMatchObject({ look: 12, roundsUsed: 12 });
    expect(of(fifteen, 'cpuPerRequestUs').outcome).toBe('no difference');
    expect(fifteen.warnings).toContainEqual({ kind: 'beyond-look', rounds: 3, look: 12 });
  });

  it('estimates but does not decide before the first look', () => {
    const two = analyse(madeRecord(madeRounds(2, (i) => pairOf(i, { cpu: 2 }))));
    expect(two).toMatchObject({ look: undefined, roundsUsed: 2 });
    expect(of(two, 'cpuPerRequestUs')).toMatchObject({
      outcome: 'inconclusive',
      reason: { kind: 'before-first-look', rounds: 2, firstLook: 8 },
      change: { interval: undefined, bounds: undefined, detectableEffect: undefined },
      ruledOut: undefined,
    });
    expect(of(two, 'cpuPerRequestUs').change?.ratio).toBeCloseTo(2, 1);
  });

  it('says of a run without rounds that nothing was measured', () => {
    const none = analyse(madeRecord([]));
    expect(new Set(none.comparisons.map(({ outcome }) => outcome))).toEqual(new Set(['not measured']));
    expect(of(none, 'cpuPerRequestUs').reason).toEqual({ kind: 'no-round' });
  });

  it.each<[phases: readonly Phase['kind'][], requests: 'plain' | 'stream', metric: MetricId, reason: Absence]>([
    [['turns'], 'plain', 'eventLoopUtilization', { kind: 'no-phase', phase: 'open', profileName: 'quick' }],
    [['turns'], 'plain', 'throughputPerSecond', { kind: 'no-phase', phase: 'closed', profileName: 'quick' }],
    [['closed'], 'plain', 'responseTimeUs', { kind: 'no-phase', phase: 'turns', profileName: 'quick' }],
    [['stream'], 'plain', 'timeToFirstByteUs', { kind: 'no-requests', phase: 'stream', scenarioName: 'made' }],
    [['closed'], 'stream', 'throughputPerSecond', { kind: 'no-requests', phase: 'closed', scenarioName: 'made' }],
    [['closed'], 'plain', 'throughputPerSecond', { kind: 'no-slice', phase: 'closed' }],
  ])('with phases %j and %s requests tells why there is no %s', (kinds, requests, metric, reason) => {
    const phases = kinds.map((kind) => ({ kind }) as Phase);
    const scenario = { ...quick.scenario, requests: quick.scenario.requests.filter(({ kind }) => kind === requests) };
    const rounds = madeRounds(6, () => ['before', 'after'].map((name) => madeTrial(name, {}, { slices: [] })));
    const analysis = analyse(madeRecord(rounds, { ...quick, scenario, profile: { ...quick.profile, phases } }));
    expect(of(analysis, metric)).toMatchObject({ outcome: 'not measured', reason });
  });

  it('judges by what the record holds: limits, ranks and metrics as they were when the run began', () => {
    const rounds = madeRounds(6, (i) => pairOf(i, { cpu: 1.1 }));
    const lenient = { ...quick, decision: madeDecision('quick', { limits: { cpuPerRequestUs: 0.3 } }) };
    expect(of(analyse(madeRecord(rounds, quick)), 'cpuPerRequestUs').outcome).toBe('regressed');
    expect(of(analyse(madeRecord(rounds, lenient)), 'cpuPerRequestUs').outcome).toBe('no difference');
    const blind = {
      ...quick,
      decision: { ...quick.decision, boundRanks: [null, null, null, null], spending: [0, 0, 0, 0] },
    };
    expect(of(analyse(madeRecord(rounds, blind)), 'cpuPerRequestUs').outcome).toBe('inconclusive');
    const record = madeRecord(rounds, quick);
    const other = {
      ...record,
      metrics: { ...metrics, cpuPerRequestUs: { ...metrics.cpuPerRequestUs, better: 'higher' as const } },
    };
    expect(of(analyse(other), 'cpuPerRequestUs').outcome).toBe('improved');
  });

  it('leaves redone rounds out, and counts them', () => {
    const rounds = madeRounds(8, (i) => pairOf(i));
    const disturbed = madeRound(3, pairOf(3, { cpu: 9 }), { redone: { kind: 'foreign-cpu', share: 1.2 } });
    const analysis = analyse(madeRecord([...rounds.slice(0, 3), disturbed, ...rounds.slice(3)]));
    expect(analysis).toMatchObject({ roundsUsed: 8, roundsRedone: 1 });
    expect(analysis.comparisons).toEqual(analyse(madeRecord(rounds)).comparisons);
    expect(analysis.warnings).toContainEqual({ kind: 'redone', count: 1, reasons: [disturbed.redone] });
  });

  it('does not count a round in which a trial is invalid', () => {
    const rounds = madeRounds(9, (i) => (i === 4 ? [madeTrial('before'), madeInvalid('after')] : pairOf(i)));
    const analysis = analyse(madeRecord(rounds));
    expect(analysis).toMatchObject({ look: 8, roundsUsed: 8 });
    expect(analysis.invalidTrials).toEqual([
      { roundIndex: 4, armName: 'after', failure: madeInvalid('after').failure },
    ]);
    expect(analysis.warnings).toContainEqual({ kind: 'invalid-rounds', armName: 'after', count: 1, rounds: 9 });
    expect(of(analysis, 'cpuPerRequestUs').outcome).toBe('no difference');
  });

  it('lets a spare round take the place of one in which a gate metric is missing', () => {
    const rounds = madeRounds(7, (i) => (i === 2 ? withoutTurns(pairOf(i)) : pairOf(i)));
    const analysis = analyse(madeRecord(rounds, quick));
    expect(analysis).toMatchObject({ look: 6, roundsUsed: 6 });
    expect(analysis.warnings).toEqual([
      {
        ...{ kind: 'incomplete-rounds', armName: 'after', count: 1, rounds: 7 },
        reasons: [{ kind: 'no-slice', phase: 'turns' }],
      },
    ]);
    expect(of(analysis, 'responseTimeUs').change?.roundCount).toBe(6);
    // Start-up was measured in that round; it must not count for one metric and not for another.
    expect(of(analysis, 'startupMs').change?.ratio).toBe(of(analysis, 'responseTimeUs').change?.ratio);
  });

  it('does not wait for a gate metric that cannot be measured here', () => {
    const analysis = analyse(
      madeRecord(
        madeRounds(6, (i) => withoutTurns(pairOf(i))),
        quick,
      ),
    );
    expect(analysis.look).toBe(6);
    expect(gateOutcomes(analysis)).toMatchObject({
      startupMs: 'no difference',
      responseTimeUs: 'not measured',
      cpuPerRequestUs: 'not measured',
    });
  });

  it('judges information on the rounds in which it exists', () => {
    const peakless = (trial: Trial): Trial =>
      trial.state === 'measured' ? { ...trial, memory: { ...trial.memory, peakRssBytes: undefined } } : trial;
    const rounds = madeRounds(8, (i) => (i < 2 ? pairOf(i).map(peakless) : pairOf(i)));
    const peak = of(analyse(madeRecord(rounds, quick)), 'peakRssBytes');
    expect(peak).toMatchObject({ outcome: 'no difference', change: { roundCount: 6 } });
    expect(peak.remarks).toEqual([
      { kind: 'missing-in-rounds', missing: 2, rounds: 8, reason: { kind: 'unknown-to-platform' } },
    ]);
  });

  it('has nothing to compare where each arm has a value in some round, but both never in the same', () => {
    const unknown = { peakRssBytes: undefined, heapUsedBytes: 1, externalBytes: 1 };
    const rounds = madeRounds(6, (i) => [
      madeTrial('before', {}, i % 2 === 0 ? { memory: unknown } : {}),
      madeTrial('after', {}, i % 2 === 1 ? { memory: unknown } : {}),
    ]);
    expect(of(analyse(madeRecord(rounds)), 'peakRssBytes')).toMatchObject({
      outcome: 'not measured',
      reason: { kind: 'unknown-to-platform' },
    });
  });

  it('leaves a slice that is invalid in one arm out of both', () => {
    const spoil = (trial: MeasuredTrial): MeasuredTrial => ({
      ...trial,
      slices: trial.slices.map((slice) =>
        slice.load.kind === 'closed' && slice.index === 0
          ? {
              ...slice,
              load: { ...slice.load, responseCount: 9 },
              invalid: { kind: 'generator-saturated', cpuShare: 0.9 } as const,
            }
          : slice,
      ),
    });
    const analysis = analyse(
      madeRecord(
        madeRounds(6, () => [madeTrial('before'), spoil(madeTrial('after'))]),
        quick,
      ),
    );
    expect(of(analysis, 'throughputPerSecond').change?.ratio).toBe(1);
    expect(analysis.warnings).toContainEqual({
      ...{ kind: 'excluded-slices', armName: 'after', count: 6, slices: 30 },
      reasons: ['generator-saturated'],
    });
  });

  it('is the same however the run was cut: order in the file and later rounds aside', () => {
    for (const [plan, count] of [
      [quick, 12],
      [madePlan(), 22],
    ] as const) {
      const whole = madeRounds(count, (i) =>
        i === 3 ? [madeTrial('before'), madeInvalid('after')] : pairOf(i, { cpu: 1.02 }),
      );
      const resumed = [...whole.slice(5), ...whole.slice(0, 5)];
      expect(analyse(madeRecord(resumed, plan))).toEqual(analyse(madeRecord(whole, plan)));
      expect(analyse(JSON.parse(JSON.stringify(madeRecord(whole, plan))))).toEqual(analyse(madeRecord(whole, plan)));
    }
  });

  it('keeps arms apart: one that fails spoils only its own comparison', () => {
    const plan = madePlan({ armNames: ['before', 'after', 'broken'] });
    const rounds = madeRounds(8, (i) => [...pairOf(i), madeInvalid('broken', 'not-ready')]);
    const analysis = analyse(madeRecord(rounds, plan));
    expect(of(analysis, 'cpuPerRequestUs').outcome).toBe('no difference');
    expect(of(analysis, 'cpuPerRequestUs', 'broken')).toMatchObject({
      outcome: 'invalid',
      reason: {
        kind: 'failed',
        armName: 'broken',
        failed: 8,
        rounds: 8,
        failure: madeInvalid('broken', 'not-ready').failure,
      },
    });
  });

  it.each<[windows: string, windowCpuUs: (round: number) => readonly number[], warnings: readonly unknown[]]>([
    ['steady', () => [900, 500, 300, 300, 300], []],
    ['that vary, now up and now down', (i) => [900, 500, 300, 300, 300 * (1 + wobble(i, 0.2))], []],
    ['that vary, and rose in five rounds of eight', (i) => [300, 300, 300 * (i < 3 ? 0.9 : 1.2)], []],
    ['too few to tell', () => [900, 300], []],
    [
      'still falling',
      () => [900, 500, 320, 310, 288],
      [{ kind: 'not-steady', armName: 'after', ratio: expect.closeTo(0.9, 5), windows: 3, profileName: 'standard' }],
    ],
  ])('says what is left of a warm-up with windows %s', (_, windowCpuUs, warnings) => {
    const rounds = madeRounds(8, (i) => [
      madeTrial('before'),
      madeTrial('after', {}, { warmup: { requestCount: 900, steady: false, windowCpuUs: windowCpuUs(i) } }),
    ]);
    expect(analyse(madeRecord(rounds)).warnings).toEqual(warnings);
  });

  it.each<[how: string, share: number, warnings: readonly unknown[]]>([
    ['alike', 0, []],
    ['by less than half the limit', 0.01, []],
    ['apart', 0.1, [{ kind: 'arms-moved-apart', armName: 'after', ratio: expect.closeTo(0.9, 5) }]],
  ])('says when the arms moved %s within the rounds', (_, share, warnings) => {
    const rounds = madeRounds(8, () => {
      const latencyOf = (index: number) => 1000 * (index >= 20 ? 1 - share : 1);
      return [madeTrial('before'), madeTrial('after', {}, { slices: [madeTurnSlice(1, { latencyOf })] })];
    });
    expect(analyse(madeRecord(rounds)).warnings).toEqual(warnings);
  });

  it.each<[what: string, foreign: (round: number) => number | undefined, warnings: readonly unknown[]]>([
    ['a quiet machine', () => 0.05, []],
    ['a machine that does not tell', () => undefined, []],
    [
      'rounds that were disturbed and could not be redone',
      (i) => (i < 2 ? 0.4 + i / 10 : 0.05),
      [{ kind: 'noise-in-rounds', cause: 'foreignCpuShare', upTo: 0.5, disturbed: 2, rounds: 8 }],
    ],
    [
      'a load that was there from the start',
      () => 0.33,
      [{ kind: 'noise-throughout', cause: 'foreignCpuShare', share: 0.33 }],
    ],
  ])('says of %s what it is', (_, foreign, warnings) => {
    const rounds = madeRounds(8, (i) => pairOf(i)).map((round, i) => ({
      ...round,
      quietness: { ...round.quietness, foreignCpuShare: foreign(i) },
    }));
    expect(analyse(madeRecord(rounds)).warnings).toEqual(warnings);
  });
});

describe('an arm that failed before the first round', () => {
  it('is invalid in everything, with the reason', () => {
    const trial = madeInvalid('after', 'not-ready');
    const record = madeRecord([], quick);
    const analysis = analyse({ ...record, end: { state: 'failed', reason: { kind: 'arm-failed', trial } } });
    for (const { outcome, reason } of analysis.comparisons)
      expect({ outcome, reason }).toEqual({
        outcome: 'invalid',
        reason: { kind: 'failed-before-rounds', armName: 'after', failure: trial.failure },
      });
  });
});

describe('request classes', () => {
  const withClasses = (ratioOf: (index: number, round: number) => number) =>
    madeRounds(6, (round) => [
      madeTrial('before', {}, { slices: [madeTurnSlice()] }),
      madeTrial(
        'after',
        {},
        {
          slices: [madeTurnSlice(1, { latencyOf: (i) => 1000 * ratioOf(i, round) * (1 + wobble(round, 0.01)) })],
        },
      ),
    ]);
  const classesOf = (rounds: ReturnType<typeof withClasses>) => analyse(madeRecord(rounds, quick)).classes;
  const isPlay = (i: number) => i % 4 === 3;

  it('have their turns, their times and their change', () => {
    expect(classesOf(withClasses((i) => (isPlay(i) ? 3 : 1)))).toMatchObject([
      {
        className: 'list',
        armName: 'after',
        turnCount: 180,
        changed: false,
        before: { value: expect.closeTo(1000, 6) },
      },
      {
        className: 'play',
        armName: 'after',
        turnCount: 60,
        changed: true,
        after: { state: 'value', value: expect.closeTo(3000, -2) },
        change: { ratio: expect.closeTo(3, 1), roundCount: 6 },
      },
    ]);
  });

  it.each([
    ['a change below the limit of the response time', () => 1.04, false],
    ['a change beyond it', () => 1.06, true],
    ['a change for the better', () => 0.5, true],
    ['one that shows in four of six rounds', (_: number, round: number) => (round < 4 ? 1.5 : 0.8), false],
  ])('%s: changed is %s', (_, ratioOf, changed) => {
    expect(classesOf(withClasses(ratioOf)).map((each) => each.changed)).toEqual([changed, changed]);
  });
});
