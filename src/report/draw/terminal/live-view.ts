import type { ProgressEvent } from '../../../model/progress.js';
import { position, remainingText, soFarText } from '../../words/progress.js';

/** What a live view knows at a moment. */
export interface LiveState {
  readonly phase: Extract<ProgressEvent, { kind: 'phase' }>;
  /** The last round that was done; undefined during the first. */
  readonly done: Extract<ProgressEvent, { kind: 'round-done' }> | undefined;
  /** Time since that round was done. */
  readonly sinceDoneMs: number;
}

const barCells = 24;

/** `█████░░░` for a share from 0 to 1. */
function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barCells);
  return '█'.repeat(full) + '░'.repeat(barCells - full);
}

/**
 * The lines of the live view: how far the run is and how long it may still take, what is being done to which arm, and
 * the estimates so far. Estimates have no interval: between looks nothing is decided, and nothing may look as if it
 * were.
 */
export function liveLines({ phase, done, sinceDoneMs }: LiveState, columns: number): string[] {
  const { roundIndex, maxRounds, roundShare, armName } = phase;
  const share = (roundIndex + roundShare) / maxRounds;
  const remainingMs = done && Math.max(0, done.maxRemainingMs - sinceDoneMs);
  const remaining = remainingMs === undefined ? '' : `  ${remainingText(remainingMs)}`;
  const soFar = done ? soFarText(done) : '';
  const lines = [
    `${bar(share)}  ${position(phase)}${remaining}`,
    `${armName}: ${phase.phase}`,
    ...(soFar === '' ? [] : [soFar]),
  ];
  return lines.map((line) => (line.length < columns ? line : `${line.slice(0, columns - 2)}…`));
}
