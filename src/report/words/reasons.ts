import type { Absence } from '../../model/absence.js';
import type { TrialFailure } from '../../model/failure.js';
import { metricOf } from '../../model/metrics.js';
import type { PhaseKind } from '../../model/plan.js';
import type { Reason, Remark } from '../../model/reasons.js';
import { failureText } from './failures.js';
import { formatShare } from './format.js';
import { counted } from './plain-text.js';
import { clockFaultText } from './rounds.js';

const slices: Readonly<Record<PhaseKind, string>> = {
  turns: 'slice of turns',
  open: 'open-loop slice',
  closed: 'closed-loop slice',
  stream: 'streaming slice',
};

const phases: Readonly<Record<PhaseKind, string>> = {
  turns: 'turns',
  open: 'open loop',
  closed: 'closed loop',
  stream: 'streams',
};

function absenceText(absence: Absence): string {
  switch (absence.kind) {
    case 'no-slice':
      return `no ${slices[absence.phase]} was usable`;
    case 'no-phase':
      return `the ${absence.profileName} profile has no ${phases[absence.phase]}`;
    case 'no-requests': {
      const phase = absence.phase === 'stream' ? phases.stream : `a ${phases[absence.phase]}`;
      return `the ${absence.scenarioName} scenario has no requests for ${phase}`;
    }
    case 'too-few-requests': {
      const [needed, had] = [absence.needed, absence.had].map((count) => count.toLocaleString('en-US'));
      return `needs ${needed} requests a round, had ${had}`;
    }
    case 'no-start-up':
      return 'no start-up was timed';
    case 'no-mark':
      return `the server sets no mark ${absence.marks.join(' or ')}`;
    case 'clock-fault':
      return clockFaultText(absence.fault);
    case 'told':
      return absence.text;
    case 'impossible-times':
      return 'the server tells times that cannot be those of its start';
    case 'no-query':
      return 'no database query was seen';
    case 'not-counted':
      return absence.by === 'database' ? 'the database does not count this' : 'writes are not counted here';
    case 'no-link':
      return absence.side === 'database'
        ? 'it is counted on a link to the database (--database-rtt)'
        : 'it is counted on a link to the server (--client-rtt)';
    case 'unknown-to-platform':
      return 'this platform cannot tell';
    case 'not-node':
      return 'only a server in Node tells it';
    case 'no-collection':
      return 'it was not read after a collection';
    case 'no-answer':
      return 'no request was answered';
    case 'no-request':
      return 'no request was counted';
    case 'no-shared-turn':
      return 'no turn of this class was answered by both';
    case 'no-round':
      return 'no round was measured';
    case 'no-ratio':
      return `there is no ratio to or from 0 (round ${absence.roundIndex + 1})`;
  }
}

/** `server-died (the after server exited with code 3)` */
function faultText(failure: TrialFailure, armName: string): string {
  return `${failure.kind} (${failureText(failure, armName)})`;
}

/**
 * Why a metric is inconclusive, not measured or invalid, in one line. It may quote what a server wrote: `plainText` it.
 */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'before-first-look': {
      const nothing = `nothing is decided before ${counted(reason.firstLook, 'round')}`;
      return reason.rounds === undefined ? nothing : `${counted(reason.rounds, 'round')}; ${nothing}`;
    }
    case 'not-judged':
      return 'described, not judged';
    case 'size-open':
      return `${counted(reason.rounds, 'round')}: it changed, but whether by enough to matter is open`;
    case 'no-bound':
      return `${counted(reason.rounds, 'round')}: too few to tell`;
    case 'regression-possible': {
      const upTo = formatShare(reason.upTo);
      return `after ${counted(reason.rounds, 'round')} a regression of up to ${upTo} is still possible`;
    }
    case 'no-failure': {
      const requests = reason.requests.toLocaleString('en-US');
      return `none of ${requests} requests failed: too few to rule out that ${formatShare(reason.share)} do`;
    }
    case 'failures-open': {
      const shares = [reason.before, reason.after].map(formatShare).join(' against ');
      return `${shares} of requests failed: too few requests, or in too few rounds, to tell`;
    }
    case 'failed-before-rounds':
      return `${reason.armName} failed before the first round: ${faultText(reason.failure, reason.armName)}`;
    case 'failed': {
      const { armName, failed, rounds, failure } = reason;
      const all = rounds === 1 ? 'its only round' : `all ${rounds} rounds`;
      return `${armName} failed in ${failed === rounds ? all : `${failed} of ${rounds} rounds`}: ${faultText(failure, armName)}`;
    }
    case 'never-both':
      return `there is no round in which both ${reason.referenceName} and ${reason.armName} could be measured`;
    case 'biased': {
      const date = reason.calibratedAtIso.slice(0, 10);
      return `the calibration of ${date} found this rig biased in ${metricOf(reason.metric).label}`;
    }
    case 'from-zero':
      return `from 0 to ${Number(reason.to.toPrecision(3))}: there is no ratio`;
    default:
      return absenceText(reason);
  }
}

/** What must be known of one comparison, in one line. */
export function remarkText(remark: Remark): string {
  switch (remark.kind) {
    case 'missing-in-rounds': {
      const why = remark.reason ? `: ${absenceText(remark.reason)}` : '';
      return `missing in ${remark.missing} of ${remark.rounds} rounds${why}`;
    }
    case 'judged-on-fewer':
      return `judged on ${remark.look} of ${remark.rounds} rounds: the last look that was reached`;
    case 'biased':
      return reasonText(remark);
  }
}
