import type { Outcome } from '../../src/model/analysis.js';
import { type MetricId, metricOf } from '../../src/model/metrics.js';
import type { Decision } from '../../src/model/plan.js';
import { judgeRatio } from '../../src/stats/compare/outcome.js';
import type { Random } from './worlds-random.js';

/** The reference's usual values, so that smallest absolute effects have something to hold against. */
const usualValues: Partial<Record<MetricId, number>> = { startupMs: 400 };

/** What the noise of a round is like: a number of about unit spread, about 0, and as often above as below. */
export interface Noise {
  readonly name: string;
  /** Of metric `i`; `shared` is the round's own luck, the same for all metrics. */
  readonly draw: (random: Random, i: number, shared: number) => number;
}

const normal = (random: Random): number => random.normal();

/** The worlds in which error rates must hold. */
export const noises: readonly Noise[] = [
  { name: 'normal', draw: normal },
  { name: 'correlated', draw: (random, _, shared) => Math.sqrt(0.5) * shared + Math.sqrt(0.5) * random.normal() },
  // Student's t with two degrees of freedom, scaled: its variance is infinite.
  { name: 'heavy tails', draw: (random) => (0.7 * random.normal()) / Math.sqrt(-Math.log(1 - random.uniform())) },
  // Three steps for memory, as RSS moves by 16 and 32 MiB; the others normal.
  {
    name: 'one in steps',
    draw: (random, i) =>
      i === 3 ? 1.2 * (Math.floor(3 * random.uniform()) - 1) + 0.1 * random.normal() : random.normal(),
  },
  { name: 'two-humped', draw: (random) => (random.uniform() < 0.5 ? -1 : 1) + 0.2 * random.normal() },
];

/** Rounds in which each gate metric has its true change plus noise. */
export interface FamilyWorld {
  readonly decision: Decision;
  /** Standard deviation of a round's ln(after/before), by gate metric. */
  readonly sds: readonly number[];
  readonly noise: Noise;
  /** True after/before, by gate metric; 1 where there is none. */
  readonly ratios: Readonly<Partial<Record<MetricId, number>>>;
}

/** ln(after/before) by metric and round, up to the last look. */
export function drawRounds({ decision, sds, noise, ratios }: FamilyWorld, random: Random): number[][] {
  const { gateMetrics, looks } = decision;
  const effects: number[][] = gateMetrics.map(() => []);
  for (let round = 0; round < (looks.at(-1) ?? 0); round++) {
    const shared = random.normal();
    for (const [i, own] of effects.entries()) {
      const metric = gateMetrics[i];
      const ratio = (metric && ratios[metric]) ?? 1;
      own.push(Math.log(ratio) + (sds[i] ?? 0) * noise.draw(random, i, shared));
    }
  }
  return effects;
}

/**
 * The outcome at each look of gate metric number `i`, of rounds in which the joint test called it at look number
 * `calledAt`: the product's own judgement. Rounds are numbers here, not records; `worlds-records.ts` goes the whole
 * way.
 */
export function outcomesOf(
  decision: Decision,
  i: number,
  effects: readonly number[],
  calledAt: number | undefined,
): readonly Outcome[] {
  const metric = decision.gateMetrics[i];
  if (!metric) throw new RangeError(`there is no gate metric ${i}`);
  const definition = metricOf(metric);
  const before = usualValues[metric] ?? 1000;
  return decision.looks.map((look, k) => {
    const order = { effects: effects.slice(0, look), before, definition, called: isBy(calledAt, k) };
    return judgeRatio(order, decision.limits[metric], decision).outcome;
  });
}

/** Was it called by look number `k`? */
export function isBy(calledAt: number | undefined, k: number): boolean {
  return calledAt !== undefined && calledAt <= k;
}
