import { signedRankDistribution } from '../../model/signed-rank-null.js';

/** The pairwise means (x_i + x_j) / 2, i <= j, ascending: n (n + 1) / 2 of them. */
export function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let next = 0;
  for (const [i, first] of values.entries()) {
    for (let j = i; j < values.length; j++) averages[next++] = (first + (values[j] ?? first)) / 2;
  }
  return averages.sort();
}

/** The median of ascending values. NaN of none. */
export function medianOfSorted(sorted: ArrayLike<number>): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The median. NaN of none. */
export function median(values: readonly number[]): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

/** With more values than this their pairwise means are too many to be written out: a round of 600 turns has 180,300. */
const maxWrittenOut = 64;

/** How many pairwise means of ascending values, each with itself too, are at most `limit`. */
function meansUpTo(sorted: Float64Array, limit: number): number {
  let count = 0;
  let last = sorted.length - 1;
  for (let i = 0; i <= last; i++) {
    while (last >= i && (sorted[i] ?? 0) + (sorted[last] ?? 0) > 2 * limit) last--;
    count += Math.max(0, last - i + 1);
  }
  return count;
}

/** The pairwise mean that is number `place` in ascending order, counted from 1, by bisection to the last digits. */
function meanAt(sorted: Float64Array, place: number): number {
  let [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  for (let i = 0; i < 60 && low < high; i++) {
    const middle = (low + high) / 2;
    if (meansUpTo(sorted, middle) >= place) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The Hodges-Lehmann estimate of location: the median of the Walsh averages. As precise as the mean when noise is
 * normal (95 %), and unmoved by a wild value. NaN of none. Hodges and Lehmann 1963.
 */
export function hodgesLehmann(values: readonly number[]): number {
  if (values.length <= maxWrittenOut) return medianOfSorted(walshAverages(values));
  const sorted = Float64Array.from(values).sort();
  const count = (sorted.length * (sorted.length + 1)) / 2;
  const upper = meanAt(sorted, Math.floor(count / 2) + 1);
  return count % 2 === 1 ? upper : (meanAt(sorted, count / 2) + upper) / 2;
}

interface SignedRanks {
  /** Twice the ranks of |value|, so that midranks of ties are whole numbers. */
  readonly doubledRanks: readonly number[];
  readonly doubledPositiveSum: number;
}

/** Ranks by magnitude: zeros are dropped and ties share their mean rank (Wilcoxon 1945). */
function signedRanks(values: readonly number[]): SignedRanks {
  const ordered = values.filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  const doubledRanks = ordered.map((value) => {
    const magnitude = Math.abs(value);
    const first = ordered.findIndex((other) => Math.abs(other) === magnitude);
    const last = ordered.findLastIndex((other) => Math.abs(other) === magnitude);
    return first + last + 2;
  });
  const doubledPositiveSum = ordered.reduce((sum, value, i) => (value > 0 ? sum + (doubledRanks[i] ?? 0) : sum), 0);
  return { doubledRanks, doubledPositiveSum };
}

/**
 * The exact two-sided p-value of Wilcoxon's signed-rank test that the values are symmetric about zero, for a number of
 * values that was fixed beforehand. 1 when all values are zero or there are none.
 */
export function signedRankP(values: readonly number[]): number {
  const { doubledRanks, doubledPositiveSum } = signedRanks(values);
  const distribution = signedRankDistribution(doubledRanks);
  const total = distribution.length - 1;
  const smaller = Math.min(doubledPositiveSum, total - doubledPositiveSum);
  const tail = distribution.subarray(0, smaller + 1).reduce((sum, probability) => sum + probability, 0);
  return Math.min(1, 2 * tail);
}
