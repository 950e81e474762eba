import { describe, expect, it } from 'vitest';
import type { Analysis, Comparison } from '../../src/model/analysis.js';
import { type MetricId, metricIds } from '../../src/model/metrics.js';
import type { Trial } from '../../src/model/record.js';
import { analyse } from '../../src/stats/analyse.js';
import {
  defaultGate,
  type MadeFactors,
  madeInvalid,
  madePlan,
  madeProfile,
  madeRecord,
  madeRound,
  madeRounds,
  madeSlice,
  madeTrial,
  wobble,
} from './made-record.js';

/** A pair of trials whose every quantity wobbles by 2 %; `planted` multiplies those of the after arm. */
function pairOf(index: number, planted: MadeFactors = {}): readonly Trial[] {
  const noise = 1 + wobble(index, 0.02);
  const { startup = 1, latency = 1, cpu = 1, memory = 1 } = planted;
  return [
    madeTrial('before'),
    madeTrial('after', {
      startup: startup * noise,
      latency: latency * noise,
      cpu: cpu * noise,
      memory: memory * noise,
    }),
  ];
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
    expect(analysis.comparisons.filter(({ gate }) => gate).map(({ metric }) => metric)).toEqual(
      metricIds.filter((metric) => defaultGate.includes(metric)),
    );
    expect(analysis).toMatchObject({ alpha: 0.05, alphaPerMetric: 0.0125, roundsUsed: 12, roundsRedone: 0, look: 12 });
  });

  it('calls identical arms the same', () => {
    expect(gateOutcomes(analyse(madeRecord(madeRounds(12, (i) => pairOf(i)))))).toEqual({
      startupMs: 'no difference',
      latencyP50Us: 'no difference',
      rssBytes: 'no difference',
      cpuPerRequestUs: 'no difference',
    });
  });

  it('finds what was planted, whichever way is better', () => {
    const planted = { startup: 0.7, latency: 1.3, cpu: 1.1 };
    const analysis = analyse(madeRecord(madeRounds(12, (i) => pairOf(i, planted))));
    expect(gateOutcomes(analysis)).toEqual({
      startupMs: 'improved',
      latencyP50Us: 'regressed',
      rssBytes: 'no difference',
      cpuPerRequestUs: 'regressed',
    });
    const throughput = of(analysis, 'throughputPerSecond');
    expect(throughput.outcome).toBe('regressed');
    expect(throughput.change?.ratio).toBeCloseTo(1 / 1.1, 2);
    const startup = of(analysis, 'startupMs');
    expect(startup.before).toEqual({ state: 'value', value: 400 });
    expect(startup.change?.ratio).toBeCloseTo(0.7, 2);
    expect(startup.change?.interval?.high).toBeLessThan(0.72);
  });

  it('judges at looks only: rounds after the last one wait', () => {
    const fifteen = analyse(madeRecord(madeRounds(15, (i) => pairOf(i, { cpu: i < 12 ? 1 : 5 }))));
    expect(fifteen).toMatchObject({ look: 12, roundsUsed: 12 });
    expect(of(fifteen, 'cpuPerRequestUs').outcome).toBe('no difference');
    expect(fifteen.warnings).toContain('3 rounds after the last look (12) could not be judged');
  });

  it('estimates but does not decide before the first look', () => {
    const two = analyse(madeRecord(madeRounds(2, (i) => pairOf(i, { cpu: 2 }))));
    expect(two).toMatchObject({ look: undefined, roundsUsed: 2 });
    expect(of(two, 'cpuPerRequestUs')).toMatchObject({
      outcome: 'inconclusive',
      reason: '2 rounds; nothing is decided before 8 rounds',
      change: { interval: undefined, equivalenceInterval: undefined, detectableEffect: undefined },
    });
    expect(of(two, 'cpuPerRequestUs').change?.ratio).toBeCloseTo(2, 1);
  });

  it('says of a run without rounds that nothing was measured', () => {
    const none = analyse(madeRecord([]));
    expect(new Set(none.comparisons.map(({ outcome, reason }) => `${outcome}: ${reason}`))).toEqual(
      new Set(['inconclusive: no round was measured', 'inconclusive: no request was counted']),
    );
  });

  it('leaves redone rounds out, and counts them', () => {
    const rounds = madeRounds(8, (i) => pairOf(i));
    const disturbed = madeRound(3, pairOf(3, { cpu: 9 }), { redone: 'other programs used 1.2 cores' });
    const analysis = analyse(madeRecord([...rounds.slice(0, 3), disturbed, ...rounds.slice(3)]));
    expect(analysis).toMatchObject({ roundsUsed: 8, roundsRedone: 1 });
    expect(analysis.comparisons).toEqual(analyse(madeRecord(rounds)).comparisons);
    expect(analysis.warnings).toContain('1 round was redone: other programs used 1.2 cores');
  });

  it('does not count a round in which a trial is invalid', () => {
    const rounds = madeRounds(9, (i) => (i === 4 ? [madeTrial('before'), madeInvalid('after')] : pairOf(i)));
    const analysis = analyse(madeRecord(rounds));
    expect(analysis).toMatchObject({ look: 8, roundsUsed: 8 });
    expect(analysis.invalidTrials).toEqual([
      { roundIndex: 4, armName: 'after', reason: 'server-died', detail: 'made server-died' },
    ]);
    expect(analysis.warnings).toContain('1 of 9 rounds do not count for after: a trial was invalid');
    expect(of(analysis, 'cpuPerRequestUs').outcome).toBe('no difference');
  });

  it('leaves a slice that is invalid in one arm out of both', () => {
    const spoiled = madeTrial('after');
    const rounds = madeRounds(8, () => [
      madeTrial('before'),
      {
        ...spoiled,
        slices: [madeSlice({ index: 0, cpuUs: 9e9, invalid: 'generator-late' }), ...spoiled.slices.slice(1)],
      },
    ]);
    const analysis = analyse(madeRecord(rounds));
    expect(of(analysis, 'cpuPerRequestUs').change?.ratio).toBe(1);
    expect(analysis.warnings).toContain('8 of 80 slice pairs of after were left out: generator-late');
  });

  it('is the same however the run was cut: order in the file and later rounds aside', () => {
    const whole = madeRounds(12, (i) => pairOf(i, { cpu: 1.02 }));
    const resumed = [...whole.slice(5), ...whole.slice(0, 5)];
    expect(analyse(madeRecord(resumed))).toEqual(analyse(madeRecord(whole)));
    expect(analyse(JSON.parse(JSON.stringify(madeRecord(whole))))).toEqual(analyse(madeRecord(whole)));
  });

  it('keeps arms apart: one that fails spoils only its own comparison', () => {
    const plan = madePlan({ armNames: ['before', 'after', 'broken'] });
    const rounds = madeRounds(8, (i) => [...pairOf(i), madeInvalid('broken', 'not-ready')]);
    const analysis = analyse(madeRecord(rounds, plan));
    expect(of(analysis, 'cpuPerRequestUs').outcome).toBe('no difference');
    expect(of(analysis, 'cpuPerRequestUs', 'broken')).toMatchObject({
      outcome: 'invalid',
      reason: 'broken failed in all 8 rounds: not-ready (made not-ready)',
    });
  });

  it.each<[windows: string, windowCpuUs: (round: number) => readonly number[], warnings: readonly string[]]>([
    ['steady', () => [900, 500, 300, 300, 300], []],
    ['that vary, now up and now down', (i) => [900, 500, 300, 300, 300 * (1 + wobble(i, 0.2))], []],
    ['too few to tell', () => [900, 300], []],
    [
      'still falling',
      () => [900, 500, 320, 310, 288],
      [
        'after was not steady after its warm-up: its CPU per request still fell by 10 % over the last 3 windows; a larger --profile than standard warms up longer',
      ],
    ],
  ])('says what is left of a warm-up with windows %s', (_, windowCpuUs, warnings) => {
    const rounds = madeRounds(8, (i) => [
      madeTrial('before'),
      madeTrial('after', {}, { warmup: { requestCount: 900, steady: false, windowCpuUs: windowCpuUs(i) } }),
    ]);
    expect(analyse(madeRecord(rounds)).warnings).toEqual(warnings);
  });

  it.each<[how: string, share: number, warnings: readonly string[]]>([
    ['alike', 0, []],
    ['by less than half the smallest effect of interest', 0.01, []],
    [
      'apart',
      0.1,
      [
        "after: its CPU per request, against the reference's, fell by 10 % from the first to the second half of a round's slices",
      ],
    ],
  ])('says when the arms moved %s within the rounds', (_, share, warnings) => {
    const rounds = madeRounds(8, () =>
      ['before', 'after'].map((name) => {
        const cpuUs = (index: number) => 120_000 * (name === 'after' && index >= 2 ? 1 - share : 1);
        return madeTrial(name, {}, { slices: [0, 1, 2, 3].map((index) => madeSlice({ index, cpuUs: cpuUs(index) })) });
      }),
    );
    expect(analyse(madeRecord(rounds)).warnings).toEqual(warnings);
  });

  it('sums up request classes over all rounds', () => {
    const classes = { list: { responseCount: 30, latencyUs: [[900, 30]] as const } };
    const rounds = madeRounds(8, () =>
      ['before', 'after'].map((name) => madeTrial(name, {}, { slices: [madeSlice({ classes })] })),
    );
    expect(analyse(madeRecord(rounds)).classes.filter(({ armName }) => armName === 'after')).toEqual([
      { className: 'list', armName: 'after', responseCount: 240, latencyP50Us: { state: 'value', value: 900 } },
      {
        className: 'play',
        armName: 'after',
        responseCount: 0,
        latencyP50Us: { state: 'absent', reason: 'needs 100 answers, had 0' },
      },
    ]);
  });

  it('tells a quick look that cannot call a change at a quarter of alpha', () => {
    const plan = madePlan({ profile: madeProfile('quick') });
    const six = analyse(
      madeRecord(
        madeRounds(6, (i) => pairOf(i, { cpu: 2 })),
        plan,
      ),
    );
    expect(of(six, 'cpuPerRequestUs')).toMatchObject({
      outcome: 'inconclusive',
      reason: '6 rounds; calling a change needs 8',
    });
    const eight = analyse(
      madeRecord(
        madeRounds(8, (i) => pairOf(i, { cpu: 2 })),
        plan,
      ),
    );
    expect(of(eight, 'cpuPerRequestUs').outcome).toBe('regressed');
  });
});
