import type { Analysis, Comparison, Measured } from '../model/analysis.js';
import { metricOf } from '../model/metrics.js';
import type { Finding, Verdict } from '../model/verdict.js';

export interface JudgeOptions {
  /** What a metric that could not be decided does to the verdict. */
  readonly inconclusive: 'pass' | 'fail';
}

function percent(share: number, digits: number): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** `+12.3 %`, with a true minus sign. */
function changeText({ change, reason }: Comparison): string {
  if (!change) return reason;
  const share = change.ratio - 1;
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share), 1)}`;
}

function shareText(measured: Measured): string {
  return measured.state === 'value' ? percent(measured.value, 2) : 'an unknown share';
}

function messageOf(comparison: Comparison): string {
  const { metric, armName, outcome, reason, before, after } = comparison;
  const subject = `${armName}: ${metricOf(metric).label}`;
  if (outcome === 'inconclusive') return `${subject} is undecided: ${reason}`;
  if (outcome === 'invalid') return `${subject} is invalid: ${reason}`;
  if (metricOf(metric).comparison === 'errors') {
    return `${subject} ${outcome}: ${shareText(after)}, was ${shareText(before)}`;
  }
  return outcome === 'no difference'
    ? `${subject} shows no difference`
    : `${subject} ${outcome}: ${changeText(comparison)}`;
}

function stateOf({ outcome }: Comparison, { inconclusive }: JudgeOptions): Finding['state'] {
  switch (outcome) {
    case 'improved':
    case 'no difference':
      return 'met';
    case 'regressed':
      return 'broken';
    case 'inconclusive':
      return inconclusive === 'pass' ? 'met' : 'undecided';
    case 'invalid':
      return 'undecided';
  }
}

/** Gate metrics always; failed requests also when nobody asked, if there are more of them. */
function isJudged({ gate, metric, outcome }: Comparison): boolean {
  return gate || (metricOf(metric).comparison === 'errors' && outcome === 'regressed');
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function told(findings: readonly Finding[]): string {
  return findings.map(({ message }) => message).join('; ');
}

function verdictOf(findings: readonly Finding[]): Pick<Verdict, 'state' | 'sentence'> {
  const having = (outcome: Comparison['outcome']) =>
    findings.filter(({ comparison }) => comparison.outcome === outcome);
  const broken = findings.filter(({ state }) => state === 'broken');
  const undecided = findings.filter(({ state }) => state === 'undecided');
  const waived = findings.length - having('improved').length - having('no difference').length;
  if (findings.length === 0) return { state: 'undecided', sentence: 'Undecided: no gate metric was judged.' };
  if (broken.length > 0) return { state: 'regressed', sentence: `Regressed: ${told(broken)}.` };
  const [invalid] = having('invalid');
  if (invalid) return { state: 'invalid', sentence: `Invalid: ${invalid.comparison.reason}.` };
  if (undecided.length === 1) return { state: 'undecided', sentence: `Undecided: ${told(undecided)}.` };
  if (undecided.length > 1) {
    const open = `${undecided.length} of ${counted(findings.length, 'gate metric')} could not be decided`;
    return { state: 'undecided', sentence: `Undecided: ${open}.` };
  }
  const decided = findings.length - waived;
  // Waiving is for stragglers: when not one metric was decided there is nothing to pass on.
  if (decided === 0)
    return { state: 'undecided', sentence: `Undecided: not one gate metric could be decided; ${told(findings)}.` };
  const improved = having('improved');
  const gains = improved.length === 0 ? 'none regressed' : told(improved);
  const rest = waived === 0 ? '' : `; ${waived} could not be decided and may pass`;
  return { state: 'passed', sentence: `Passed: ${counted(decided, 'gate metric')} decided, ${gains}${rest}.` };
}

/**
 * Holds the gate's rules against an analysis: every gate metric must be `improved` or `no difference`, and failed
 * requests must not have regressed. What regressed outweighs what is invalid, and that what is undecided. Nothing
 * measured is never a pass, even where inconclusive metrics may pass.
 */
export function judge(analysis: Analysis, options: JudgeOptions): Verdict {
  const findings = analysis.comparisons
    .filter(isJudged)
    .map((comparison) => ({ comparison, state: stateOf(comparison, options), message: messageOf(comparison) }));
  return { ...verdictOf(findings), findings };
}
