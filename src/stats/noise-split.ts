import type { MetricId } from '../model/metrics.js';
import { readTrial } from './measure.js';
import { type PairedRound, slicesOf } from './paired-round.js';
import { logRatio, roundEffect } from './round-effect.js';
import { median } from './signed-rank.js';

/** Where the noise of a metric comes from, in ln. */
export interface NoiseSplit {
  /** Standard deviation of one slice pair about its round. 0 where slices play no part. */
  readonly sliceSd: number;
  /** Standard deviation that rounds would have with infinitely many slices. */
  readonly roundSd: number;
}

/** Turns a median of |x| into a standard deviation, for normal noise about 0. */
const perMedianMagnitude = 1.4826;
/** Turns a median of |x - y| into a standard deviation (Shamos 1976): robust, and precise with the few slices of a pilot. */
const perMedianDifference = 1.0483;

/** ln(after/before) of each open slice pair alone, as if the round had no other. */
export function sliceEffects(metric: MetricId, { reference, arm }: PairedRound): number[] {
  const partners = slicesOf(arm, 'open');
  return slicesOf(reference, 'open').flatMap((slice, i) => {
    const partner = partners[i];
    if (!partner) return [];
    const before = readTrial(metric, { ...reference, slices: [slice] });
    const after = readTrial(metric, { ...arm, slices: [partner] });
    const effect = before.state === 'value' && after.state === 'value' && logRatio(before.value, after.value);
    return typeof effect === 'number' ? [effect] : [];
  });
}

/** |x - y| of all pairs. */
function differences(effects: readonly number[]): number[] {
  return effects.flatMap((effect, i) => effects.slice(0, i).map((other) => Math.abs(effect - other)));
}

/**
 * Splits a metric's noise into that of slices and that of rounds. Both come from differences, so that a true effect is no
 * noise, and the result does not change when the labels are swapped: what is chosen from it cannot favour an arm.
 * A single round has nothing to differ from, and its effect counts as noise. `undefined` when no round holds the metric.
 */
export function splitNoise(metric: MetricId, pairs: readonly PairedRound[]): NoiseSplit | undefined {
  const rounds = pairs.flatMap((pair) => {
    const { effect } = roundEffect(metric, pair);
    return effect.state === 'value' ? [{ effect: effect.value, slices: sliceEffects(metric, pair) }] : [];
  });
  const [first, ...others] = rounds;
  if (!first) return undefined;
  const spread = rounds.flatMap(({ slices }) => differences(slices));
  const sliceSd = spread.length === 0 ? 0 : perMedianDifference * median(spread);
  const slicesPerRound = Math.max(1, median(rounds.map(({ slices }) => slices.length)));
  const total =
    others.length === 0
      ? perMedianMagnitude * Math.abs(first.effect)
      : perMedianDifference * median(differences(rounds.map(({ effect }) => effect)));
  return { sliceSd, roundSd: Math.sqrt(Math.max(0, total ** 2 - sliceSd ** 2 / slicesPerRound)) };
}
