import type { Analysis, Comparison } from '../model/analysis.js';
import { metricOf } from '../model/metrics.js';
import type { Finding, Verdict } from '../model/verdict.js';

export interface JudgeOptions {
  /** What a metric that could not be decided does to the verdict: `pass` leaves it to the rest of the rules. */
  readonly inconclusive: 'pass' | 'fail';
}

/** Does the estimate, however uncertain, show a regression of the limit or more? */
function looksRegressed({ metric, change, limit }: Comparison): boolean {
  if (!change) return false;
  const worse = metricOf(metric).better === 'lower' ? change.ratio : 1 / change.ratio;
  return worse >= 1 + limit;
}

function stateOf(comparison: Comparison, { inconclusive }: JudgeOptions): Finding['state'] {
  switch (comparison.outcome) {
    case 'improved':
    case 'no difference':
    case 'no regression':
      return 'met';
    case 'regressed':
      return 'broken';
    case 'inconclusive':
      return inconclusive === 'fail' || looksRegressed(comparison) ? 'undecided' : 'waived';
    case 'not measured':
    case 'invalid':
      return 'undecided';
  }
}

/** Gate metrics always; failed requests also when nobody asked, if there are more of them. */
function isJudged({ gate, metric, outcome }: Comparison): boolean {
  return gate || (metricOf(metric).comparison === 'errors' && outcome === 'regressed');
}

/**
 * Holds the gate's rules against an analysis: every gate metric must have improved, or show no difference or no
 * regression, and failed requests must not have regressed. What regressed outweighs what is invalid, and that what is
 * undecided.
 *
 * A metric that could not be decided is waived unless it is to fail, or looks like a regression, or not one was
 * decided: nothing decided is never a pass. Nothing waives a metric that was not measured.
 */
export function judge({ comparisons }: Pick<Analysis, 'comparisons'>, options: JudgeOptions): Verdict {
  const judged = comparisons.filter(isJudged);
  const states = judged.map((comparison) => stateOf(comparison, options));
  const isAnyDecided = states.some((state) => state === 'met' || state === 'broken');
  const findings = judged.map((comparison, i): Finding => {
    const state = states[i] ?? 'undecided';
    return { comparison, state: state === 'waived' && !isAnyDecided ? 'undecided' : state };
  });
  return { state: verdictState(findings), findings };
}

function verdictState(findings: readonly Finding[]): Verdict['state'] {
  if (findings.some(({ state }) => state === 'broken')) return 'regressed';
  if (findings.some(({ comparison }) => comparison.outcome === 'invalid')) return 'invalid';
  return findings.length === 0 || findings.some(({ state }) => state === 'undecided') ? 'undecided' : 'passed';
}
