import type { Redone } from '../../model/record.js';
import type { ClockFault } from '../../model/trial.js';

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Why a round was, or will be, redone. */
export function redoneText(redone: Redone): string {
  switch (redone.kind) {
    case 'foreign-cpu':
      return `other programs used ${percent(redone.share)} of a core`;
    case 'steal':
      return `the hypervisor took ${percent(redone.share)} of a core`;
    case 'cpu-pressure':
      return `programs waited for a core ${percent(redone.share)} of the time`;
    case 'run-resumed':
      return 'the run had failed, and was resumed';
  }
}

/** Why what a server told of its start is missing, in whole or in part. */
export function clockFaultText(fault: ClockFault): string {
  return fault.kind === 'clocks-differ'
    ? "the server's clock does not agree with the bench's: the phases of its start cannot be told"
    : `the server's mark "${fault.mark}" is dated outside its start`;
}
