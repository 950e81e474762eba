/**
 * The exact null distribution of a signed-rank sum: `distribution[s]` is the probability that fair coins choose ranks
 * with the sum `s`. With ranks 1..n it is Wilcoxon's; with (doubled) midranks it is exact given the ties.
 */
export function signedRankDistribution(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const distribution = new Float64Array(total + 1);
  distribution[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    // Downwards, so that every entry still holds the distribution without this rank when it is read.
    for (let sum = reached; sum >= 0; sum--) {
      distribution[sum] = ((distribution[sum] ?? 0) + (sum >= rank ? (distribution[sum - rank] ?? 0) : 0)) / 2;
    }
  }
  return distribution;
}
