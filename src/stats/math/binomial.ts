/** Terms this much smaller than the sum no longer change it. */
const negligible = 1e-18;

/**
 * P(X >= successes) of a binomial: exact, summed in logarithms so that large counts neither overflow nor vanish.
 * `share` lies strictly between 0 and 1.
 */
export function binomialUpperTail(successes: number, trials: number, share: number): number {
  if (successes <= 0) return 1;
  const logOdds = Math.log(share) - Math.log1p(-share);
  // ln P(X = successes), as a sum over ln of the binomial coefficient's factors.
  let logTerm = trials * Math.log1p(-share) + successes * logOdds;
  for (let i = 1; i <= successes; i++) logTerm += Math.log(trials - successes + i) - Math.log(i);
  let tail = 0;
  for (let k = successes; k <= trials; k++) {
    const term = Math.exp(logTerm);
    tail += term;
    // Beyond the mean the terms only fall.
    if (k > trials * share && term < tail * negligible) break;
    logTerm += logOdds + Math.log(trials - k) - Math.log(k + 1);
  }
  return Math.min(1, tail);
}

/** The share at which a rising chance reaches `chance`, by bisection. */
function shareWhere(chanceOf: (share: number) => number, chance: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (chanceOf(middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The one-sided exact upper bound of a share: a larger one gives so few successes with less chance than `alpha`
 * (Clopper and Pearson 1934).
 */
export function shareAtMost(successes: number, trials: number, alpha: number): number {
  return successes >= trials ? 1 : shareWhere((share) => binomialUpperTail(successes + 1, trials, share), 1 - alpha);
}

/** The one-sided exact lower bound of a share. */
export function shareAtLeast(successes: number, trials: number, alpha: number): number {
  return successes <= 0 ? 0 : shareWhere((share) => binomialUpperTail(successes, trials, share), alpha);
}
