import { metricOf } from '../../src/model/metrics.js';
import { judgeRatio } from '../../src/stats/compare/outcome.js';
import { jointTest } from '../../src/stats/looks/joint-test.js';
import { hodgesLehmann } from '../../src/stats/math/signed-rank.js';
import { madeDecision } from '../stats/made-record.js';
import type { Machine, SimulatedProcess } from './worlds-machine.js';
import type { Random } from './worlds-random.js';
import { pairedT, welch } from './worlds-student.js';

export type Call = 'slower' | 'faster' | 'same' | 'undecided';

/** A way of finding out whether B, whose requests take `factor` times as long, is slower than A. */
export type Rule = (machine: Machine, factor: number, random: Random) => Call;

function called({ p, slower }: { readonly p: number; readonly slower: boolean }): Call {
  if (p >= 0.05) return 'undecided';
  return slower ? 'slower' : 'faster';
}

const slicesPerArm = 8;
/** As many rounds as `standard` has: peeking has the more chances to err. */
const maxRounds = 30;
const quick = madeDecision('quick', { gateMetrics: ['cpuPerRequestUs'] });

/** One round: both processes fresh, mirrored slices, a coin for who is first. */
function measureRound(machine: Machine, factor: number, random: Random): number {
  const swapped = random.uniform() < 0.5;
  const [first, second] = swapped
    ? [machine.start(factor), machine.start(1)]
    : [machine.start(1), machine.start(factor)];
  const ratios = Array.from({ length: slicesPerArm }, (_, pair) => {
    const turns: [SimulatedProcess, SimulatedProcess] = pair % 2 === 0 ? [first, second] : [second, first];
    const took = turns.map((measure) => measure());
    const [a = 1, b = 1] = (pair % 2 === 1) !== swapped ? took.toReversed() : took;
    return Math.log(b / a);
  });
  return hodgesLehmann(ratios);
}

/**
 * Ours, for CPU per request at a limit of 5 %: the product's own joint test, of one metric, and judgement at quick's
 * looks.
 */
export const lotusBench: Rule = (machine, factor, random) => {
  const definition = metricOf('cpuPerRequestUs');
  const effects: number[] = [];
  for (const look of quick.looks) {
    while (effects.length < look) effects.push(measureRound(machine, factor, random));
    const called = jointTest([effects], quick)[0] !== undefined;
    const order = { effects, before: 300, definition, called };
    const { outcome } = judgeRatio(order, quick.limits.cpuPerRequestUs, quick);
    if (outcome === 'regressed') return 'slower';
    if (outcome === 'improved') return 'faster';
    if (outcome === 'no difference' || outcome === 'no regression') return 'same';
  }
  return 'undecided';
};

/** The same rounds, but a paired t-test after every round from the fifth, stopping at the first p < 0.05. */
export const naivePeeking: Rule = (machine, factor, random) => {
  const effects: number[] = [];
  while (effects.length < maxRounds) {
    effects.push(measureRound(machine, factor, random));
    const call = effects.length >= 5 ? called(pairedT(effects)) : 'undecided';
    if (call !== 'undecided') return call;
  }
  return 'undecided';
};

/**
 * One process of A measured for 30 s, then one of B: what `autocannon` by hand amounts to. Welch's t-test over seconds.
 */
export const sequentialBlocks: Rule = (machine, factor) => {
  const block = (process: SimulatedProcess) => Array.from({ length: 30 }, () => process());
  const before = block(machine.start(1));
  return called(welch(before, block(machine.start(factor))));
};

/**
 * nodejs/node benchmark/compare.js and compare.R: 30 fresh processes each, always old then new, Welch on raw values.
 */
export const compareR: Rule = (machine, factor) => {
  const before: number[] = [];
  const after: number[] = [];
  for (let run = 0; run < 30; run++) {
    before.push(machine.start(1)());
    after.push(machine.start(factor)());
  }
  return called(welch(before, after));
};

/**
 * google/tachometer: A B A B, at least 50 samples each, then ten more at a time until the unadjusted 95 % interval
 * clears 0 (its default horizon) or time is up; here at 150 samples. A sample is a fresh page, so a fresh process here.
 */
export const tachometer: Rule = (machine, factor) => {
  const before: number[] = [];
  const after: number[] = [];
  for (const enough of [50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150]) {
    while (before.length < enough) {
      before.push(machine.start(1)());
      after.push(machine.start(factor)());
    }
    const call = called(welch(before, after));
    if (call !== 'undecided') return call;
  }
  return 'undecided';
};
