import { type MetricId, metricOf } from '../../model/metrics.js';
import type { GivenUp, RunEnd, StopReason } from '../../model/run-end.js';
import { failureText } from './failures.js';
import { formatElapsed } from './format.js';
import { counted } from './plain-text.js';
import { setupFaultText } from './setup-faults.js';
import { sourceProblemText } from './sources.js';

function labels(metrics: readonly MetricId[]): string {
  return metrics.map((metric) => metricOf(metric).label).join(', ');
}

function stopText(reason: StopReason): string {
  switch (reason.kind) {
    case 'all-decided':
      return 'every gate metric is decided';
    case 'regressed':
      return `regressed: ${labels(reason.metrics)}`;
    case 'too-noisy':
      return `the machine's noise leaves too little chance to decide: ${labels(reason.metrics)}`;
    case 'all-measured':
      return `all ${counted(reason.rounds, 'round')} are measured`;
    case 'spares-measured':
      return 'all rounds of the plan were measured, the spare ones too';
    case 'nothing-to-compare':
      return 'there is nothing to compare';
    case 'cannot-compare':
      return 'no arm could be compared';
    case 'told':
      return reason.text;
  }
}

function givenUpText(reason: GivenUp): string {
  switch (reason.kind) {
    case 'invalid-rounds':
      return `${counted(reason.inARow, 'round')} in a row were invalid`;
    case 'arm-failed':
      return failureText(reason.trial.failure, reason.trial.armName);
    case 'failed':
      return failureText(reason.failure);
    case 'setup':
      return setupFaultText(reason.fault);
    case 'source':
      return sourceProblemText(reason.problem);
    case 'error':
      return reason.message;
  }
}

/** Why a run ended, in one line; empty while it runs. */
export function endText(end: RunEnd): string {
  switch (end.state) {
    case 'running':
      return '';
    case 'complete':
      return stopText(end.reason);
    case 'interrupted':
      return 'interrupted by the user';
    case 'budget':
      return end.neededMs === undefined
        ? `the budget of ${end.budgetMs / 1000} s was used up`
        : `the budget of ${formatElapsed(end.budgetMs)} ends before the first look, which needs ${formatElapsed(end.neededMs)}`;
    case 'failed':
      return givenUpText(end.reason);
  }
}
