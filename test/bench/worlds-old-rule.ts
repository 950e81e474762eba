import { walshAverages } from '../../src/stats/math/signed-rank.js';

// The rule that lotus-bench had before the joint test, for comparison: the sequential signed-rank test of each metric
// with alpha / m, at quick's looks. Its critical values for m = 5, by exact enumeration; null: that look cannot call.
const looks = [6, 8, 10, 12];
const critical = [null, null, 2, 6];

/** The look number at which each metric was called different. */
export function oldRule(effects: readonly (readonly number[])[]): (number | undefined)[] {
  return effects.map((own) => {
    const k = looks.findIndex((look, i) => {
      const rank = critical[i];
      if (rank === null || rank === undefined || look > own.length) return false;
      const walsh = walshAverages(own.slice(0, look));
      const low = walsh[rank] ?? 0;
      const high = walsh[walsh.length - 1 - rank] ?? 0;
      return low > 0 || high < 0;
    });
    return k < 0 ? undefined : k;
  });
}
