/**
 * Latency counts: [value in microseconds, how many], ascending by value.
 *
 * Values are kept to three significant digits (412, 1230, 45600), so a slice of any length stays small on disk, the
 * relative error is at most 0.5 %, and two histograms are merged by adding counts. Never averaged.
 */
export type HistogramUs = readonly (readonly [valueUs: number, count: number])[];

/** Rounds a duration in microseconds to the three significant digits that a histogram keeps. */
export function bucketUs(durationUs: number): number {
  if (durationUs < 1000) return Math.round(durationUs);
  const step = 10 ** (Math.floor(Math.log10(durationUs)) - 2);
  return Math.round(durationUs / step) * step;
}

/** The histogram of raw durations in microseconds. */
export function histogramOf(durationsUs: Iterable<number>): HistogramUs {
  const counts = new Map<number, number>();
  for (const durationUs of durationsUs) {
    const bucket = bucketUs(durationUs);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** The histogram of all measurements of the given ones. */
export function mergeHistograms(histograms: readonly HistogramUs[]): HistogramUs {
  const counts = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [valueUs, count] of histogram) counts.set(valueUs, (counts.get(valueUs) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

/** How many measurements a histogram holds. */
export function countOf(histogram: HistogramUs): number {
  return histogram.reduce((sum, [, count]) => sum + count, 0);
}

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
