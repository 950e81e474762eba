import type { Outcome } from '../../src/model/analysis.js';
import { type MetricId, metricOf } from '../../src/model/metrics.js';
import type { Profile } from '../../src/model/plan.js';
import { judgeRatio } from '../../src/stats/outcome.js';
import type { Random } from './worlds-random.js';

/** The reference's usual values, so that smallest absolute effects have something to hold against. */
const usualValues: Partial<Record<MetricId, number>> = {
  startupMs: 400,
  latencyP50Us: 1000,
  rssBytes: 80e6,
  cpuPerRequestUs: 300,
};

/** A world in which each round gives every gate metric its effect plus normal noise. */
export interface FamilyWorld {
  readonly profile: Profile;
  readonly metrics: readonly MetricId[];
  /** Noise of a round over the metric's smallest effect, both in ln. */
  readonly noiseRatio: number;
  /** Of the noise between metrics: 0.5 where they share a machine, 0 is the worst for the family's error rate. */
  readonly correlation: number;
  /** True change of the first metric over its smallest effect, in ln; the others do not change. */
  readonly effectRatio: number;
}

export interface FamilyResult {
  readonly outcomes: readonly Outcome[];
  readonly roundCount: number;
}

/**
 * One run: the product's own `judgeRatio` at each look, and `decide`'s rule for stopping (all decided, or one regressed).
 * The shortcut for speed: rounds are numbers here, not records; `worlds-records.ts` goes the whole way.
 */
export function runFamily(world: FamilyWorld, random: Random): FamilyResult {
  const { profile, metrics, noiseRatio, effectRatio, correlation } = world;
  const smallest = metrics.map((metric) => Math.log1p(metricOf(metric).smallestEffect));
  const effects: number[][] = metrics.map(() => []);
  const rule = { profile, alpha: 0.05 / metrics.length };
  let outcomes: Outcome[] = [];
  for (const look of profile.looks) {
    while ((effects[0]?.length ?? look) < look) {
      const shared = random.normal();
      for (const [i, delta] of smallest.entries()) {
        const noise = Math.sqrt(correlation) * shared + Math.sqrt(1 - correlation) * random.normal();
        effects[i]?.push(delta * ((i === 0 ? effectRatio : 0) + noiseRatio * noise));
      }
    }
    outcomes = metrics.map(
      (metric, i) => judgeRatio(effects[i] ?? [], usualValues[metric] ?? 1, metricOf(metric), rule).outcome,
    );
    if (outcomes.includes('regressed') || !outcomes.includes('inconclusive')) return { outcomes, roundCount: look };
  }
  return { outcomes, roundCount: profile.looks.at(-1) ?? 0 };
}
