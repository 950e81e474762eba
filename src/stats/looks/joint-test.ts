import type { Decision } from '../../model/plan.js';
import { patternSums } from '../math/sign-patterns.js';

/** Values closer than this are tied: the same sums were added up in another order. */
const tieSlack = 1 + 1e-9;

/** The largest statistic of all metrics, for each pattern. */
function largest(sums: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const result = new Float64Array(sums[0]?.length ?? 0);
  for (const [i, own] of sums.entries()) {
    const weight = weights[i] ?? 0;
    for (let p = 0; p < result.length; p++) {
      const statistic = Math.abs(own[p] ?? 0) * weight;
      if (statistic > (result[p] ?? 0)) result[p] = statistic;
    }
  }
  return result;
}

/**
 * Which metrics changed, and at which look each was first called (index into `looks`): joint sign flips with a
 * studentised maximum (Westfall and Young 1993), at several looks.
 *
 * `effects[i][r]` is ln(after/before) of metric i in round r. Under "the arms are the same" the coin that orders a
 * round might as well have swapped its labels, so all metrics of a round change sign together, and every pattern of
 * signs is as likely as the measured one. At a look the statistic of a pattern is the largest |t| of any metric. The
 * threshold lets at most the alpha reject that `spending` adds at this look: patterns that had rejected at an earlier
 * look are left out, and of tied ones none is let in. So the chance of any false call, over all metrics and looks, is
 * at most the last of `spending`, whatever the noise and however the metrics hang together.
 *
 * |t| is taken as |sum| / sqrt(n * sum of squares), which is between 0 and 1, grows with |t| and needs no variance:
 * signs do not change the squares, and rounds that are all alike give 1, not infinity.
 */
export function jointTest(
  effects: readonly (readonly number[])[],
  { looks, spending, seed }: Pick<Decision, 'looks' | 'spending' | 'seed'>,
): (number | undefined)[] {
  const rounds = effects[0]?.length ?? 0;
  const patterns = patternSums(looks.at(-1) ?? 0, seed, effects.length);
  const calledAt: (number | undefined)[] = effects.map(() => undefined);
  const squares = effects.map(() => 0);
  let rejected = new Uint8Array(1);
  let spent = 0;
  let n = 0;
  for (const [k, look] of looks.entries()) {
    if (look > rounds) break;
    for (; n < look; n++) {
      const round = effects.map((own) => own[n] ?? 0);
      for (const [i, effect] of round.entries()) squares[i] = (squares[i] ?? 0) + effect ** 2;
      patterns.add(round);
    }
    const weights = squares.map((sum) => (sum > 0 ? 1 / Math.sqrt(n * sum) : 0));
    const statistics = largest(patterns.sums, weights);
    rejected = rejectedBefore(rejected, statistics.length);
    const allowed = Math.floor(((spending[k] ?? 0) - spent) * statistics.length + 1e-9);
    const threshold = thresholdOf(statistics, rejected, allowed);
    for (let p = 0; p < statistics.length; p++) {
      if (rejected[p] === 0 && (statistics[p] ?? 0) > threshold) {
        rejected[p] = 1;
        spent += 1 / statistics.length;
      }
    }
    for (const [i, own] of patterns.sums.entries()) {
      if (calledAt[i] === undefined && Math.abs(own[0] ?? 0) * (weights[i] ?? 0) > threshold) calledAt[i] = k;
    }
  }
  return calledAt;
}

/**
 * Which patterns had rejected before, when there may be more of them now: a pattern's low bits are its first rounds.
 */
function rejectedBefore(rejected: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> {
  if (rejected.length === count) return rejected;
  const grown = new Uint8Array(count);
  for (let offset = 0; offset < count; offset += rejected.length) grown.set(rejected, offset);
  return grown;
}

/** Statistics lie between 0 and 1: counted in so many steps, only those of one step need sorting. */
const steps = 512;

function stepOf(statistic: number): number {
  return Math.min(steps - 1, Math.floor(statistic * steps));
}

/** The value that at most `allowed` of the patterns exceed that have not been rejected yet. */
function thresholdOf(statistics: Float64Array, rejected: Uint8Array, allowed: number): number {
  const counts = new Uint32Array(steps);
  for (let p = 0; p < statistics.length; p++) {
    if (rejected[p] !== 0) continue;
    const step = stepOf(statistics[p] ?? 0);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  let above = 0;
  let step = steps - 1;
  while (step > 0 && above + (counts[step] ?? 0) <= allowed) above += counts[step--] ?? 0;
  const within = new Float64Array(counts[step] ?? 0);
  let next = 0;
  for (let p = 0; p < statistics.length; p++) {
    const statistic = statistics[p] ?? 0;
    if (rejected[p] === 0 && stepOf(statistic) === step) within[next++] = statistic;
  }
  within.sort();
  return (within[within.length - 1 - (allowed - above)] ?? 0) * tieSlack;
}
