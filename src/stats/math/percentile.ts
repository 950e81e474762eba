import { countOf, type HistogramUs } from '../../model/histogram.js';

/**
 * The smallest recorded value in microseconds that at least `share` (0 to 1) of the measurements do not exceed: the
 * nearest-rank percentile. `undefined` of an empty histogram, and never a value that was not measured.
 */
export function percentileUs(histogram: HistogramUs, share: number): number | undefined {
  // The small slack keeps 0.07 * 100 = 7.000000000000001 from asking for the eighth.
  const wanted = Math.max(1, Math.ceil(share * countOf(histogram) - 1e-9));
  let seen = 0;
  for (const [valueUs, count] of histogram) {
    seen += count;
    if (seen >= wanted) return valueUs;
  }
  return undefined;
}
