import type { RecordWarning, Redone } from '../../model/record.js';
import type { ClockFault } from '../../model/trial.js';
import { formatWholeShare } from './format.js';

/** Why a round was, or will be, redone. */
export function redoneText(redone: Redone): string {
  switch (redone.kind) {
    case 'foreign-cpu':
      return `other programs used ${formatWholeShare(redone.share)} of a core`;
    case 'steal':
      return `the hypervisor took ${formatWholeShare(redone.share)} of a core`;
    case 'cpu-pressure':
      return `programs waited for a core ${formatWholeShare(redone.share)} of the time`;
    case 'run-resumed':
      return 'the run had failed, and was resumed';
    case 'told':
      return redone.text;
  }
}

/** Why what a server told of its start is missing, in whole or in part. */
export function clockFaultText(fault: ClockFault): string {
  return fault.kind === 'clocks-differ'
    ? "the server's clock does not agree with the bench's: the phases of its start cannot be told"
    : `the server's mark "${fault.mark}" is dated outside its start`;
}

/** What must be known of a record before believing it, in one line. */
export function recordWarningText(warning: RecordWarning): string {
  switch (warning.kind) {
    case 'not-judged':
      return (
        `this record is of schema ${warning.schemaVersion}: it is described, not judged. The run was judged then, by ${warning.judgedBy.join(', ')}, ` +
        `with signed-rank tests at looks after ${warning.looks.join(', ')} rounds; those rules are gone, and today's were not settled before it`
      );
    case 'older-facts':
      return `schema ${warning.schemaVersion} had no turns, no memory in use after a collection and no counts per request over equal slices; its warm-up was requests to one arm after another, told here as turns`;
    case 'told':
      return warning.text;
  }
}
