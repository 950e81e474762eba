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
    tail += Math.exp(logTerm);
    logTerm += logOdds + Math.log(trials - k) - Math.log(k + 1);
  }
  return Math.min(1, tail);
}
