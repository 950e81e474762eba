import type { ProgressEvent } from '../../model/progress.js';
import type { RunContext } from './context.js';

/** Tells how far the round is; of all arms together unless one is named. */
export function announce(
  context: RunContext,
  roundIndex: number,
  phase: Extract<ProgressEvent, { kind: 'phase' }>['phase'],
  roundShare: number,
  armName = '',
): void {
  const { maxRounds } = context.plan;
  context.emit({ kind: 'phase', roundIndex, maxRounds, armName, phase, roundShare });
}
