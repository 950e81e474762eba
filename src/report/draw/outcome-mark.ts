import type { Outcome } from '../../model/analysis.js';
import type { Paint } from './paint.js';

/** A sign that tells the outcomes apart without colour, and the paint for those who have it. */
export const outcomeMarks: Readonly<Record<Outcome, { readonly sign: string; readonly paint: keyof Paint }>> = {
  improved: { sign: '✓', paint: 'good' },
  regressed: { sign: '✗', paint: 'bad' },
  'no difference': { sign: '=', paint: 'dim' },
  'no regression': { sign: '≤', paint: 'dim' },
  inconclusive: { sign: '?', paint: 'warn' },
  invalid: { sign: '!', paint: 'bad' },
  'not measured': { sign: '–', paint: 'dim' },
};

/** `✓ improved`. */
export function outcomeText(outcome: Outcome): string {
  return `${outcomeMarks[outcome].sign} ${outcome}`;
}
