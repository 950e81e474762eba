import type { MetricId } from '../../model/metrics.js';
import type { PairedRound } from '../rounds/paired-round.js';
import { type RatiosByClass, turnRatios, weightedByClass } from '../rounds/turns.js';

function everySecond(ratios: RatiosByClass, first: 0 | 1): RatiosByClass {
  return new Map([...ratios].map(([className, own]) => [className, own.filter((_, i) => i % 2 === first)]));
}

/**
 * The part of a metric's noise that more turns in a round would lessen, as the standard deviation of one turn in ln: a
 * round of n turns has it divided by sqrt(n). From the difference between every other turn and the rest of the same
 * round, so that neither a true effect nor the luck of a process is in it, and it is blind to the labels. 0 of a metric
 * that does not come turn by turn.
 */
export function turnSd(metric: MetricId, pairs: readonly PairedRound[]): number {
  if (metric !== 'responseTimeUs') return 0;
  const variances = pairs.flatMap((pair) => {
    const ratios = turnRatios(pair);
    const [even, odd] = [weightedByClass(everySecond(ratios, 0)), weightedByClass(everySecond(ratios, 1))];
    const turns = [...ratios.values()].reduce((sum, own) => sum + own.length, 0);
    // Either half has sd^2 / (n / 2): their difference has 4 sd^2 / n.
    return even === undefined || odd === undefined ? [] : [((even - odd) ** 2 * turns) / 4];
  });
  return variances.length === 0 ? 0 : Math.sqrt(variances.reduce((sum, each) => sum + each, 0) / variances.length);
}
