import type { Measured } from '../../model/analysis.js';
import type { MetricDefinition, MetricId } from '../../model/metrics.js';
import { hodgesLehmann } from '../math/signed-rank.js';
import { measurements, measureTrial } from './measure.js';
import { type PairedRound, slicesOf } from './paired-round.js';
import { turnRatios, weightedByClass } from './turns.js';

/** What one round says of one metric: a value for each side, and their change. */
export interface RoundEffect {
  readonly roundIndex: number;
  readonly before: Measured;
  readonly after: Measured;
  /** ln(after/before): one number, the sample of all statistics. Absent where a value is missing, zero or negative. */
  readonly effect: Measured;
}

/** ln(after/before); `undefined` where one is zero or negative. */
function logRatio(before: number, after: number): number | undefined {
  return before > 0 && after > 0 ? Math.log(after / before) : undefined;
}

function changeOf(pair: PairedRound, metric: MetricId, before: number, after: number): number | undefined {
  const measurement = measurements[metric];
  if (measurement.per === 'round') return logRatio(before, after);
  if (measurement.per === 'turn') return weightedByClass(turnRatios(pair));
  // Each slice against its partner of the same index, so that drift within the round cancels.
  const partners = slicesOf(pair.arm, ...measurement.kinds);
  const ratios = slicesOf(pair.reference, ...measurement.kinds).map((slice, i) => {
    const partner = partners[i];
    const [before, after] = [measurement.read(slice), partner && measurement.read(partner)];
    return before === undefined || after === undefined ? undefined : logRatio(before, after);
  });
  const known = ratios.filter((ratio) => ratio !== undefined);
  return known.length < ratios.length ? undefined : hodgesLehmann(known);
}

/** One number per metric and round: an estimate over pairs of turns or slices, or the ratio of the round's values. */
export function roundEffect(metric: MetricId, pair: PairedRound, definition: MetricDefinition): RoundEffect {
  const { roundIndex } = pair;
  const before = measureTrial(metric, pair.reference, definition);
  const after = measureTrial(metric, pair.arm, definition);
  if (before.state === 'absent') return { roundIndex, before, after, effect: before };
  if (after.state === 'absent') return { roundIndex, before, after, effect: after };
  const change = changeOf(pair, metric, before.value, after.value);
  const effect: Measured =
    change === undefined
      ? { state: 'absent', reason: { kind: 'no-ratio', roundIndex } }
      : { state: 'value', value: change };
  return { roundIndex, before, after, effect };
}
