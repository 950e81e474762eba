import type { MetricId } from './metrics.js';
import type { DatabaseFacts } from './surroundings.js';

/** What a run tells while it goes on. Everything a progress line or a live view needs, and nothing that would be a peek at the verdict. */
export type ProgressEvent =
  | { readonly kind: 'step'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
  /** The database is up: one line says which. */
  | { readonly kind: 'database'; readonly facts: DatabaseFacts }
  | {
      readonly kind: 'phase';
      readonly roundIndex: number;
      readonly maxRounds: number;
      readonly armName: string;
      readonly phase: 'start-up' | 'warm-up' | 'turns' | 'closed loop' | 'streaming' | 'open loop';
      /** How much of the round is done, 0 to 1. */
      readonly roundShare: number;
    }
  | {
      readonly kind: 'round-done';
      readonly roundIndex: number;
      readonly maxRounds: number;
      readonly elapsedMs: number;
      /** Until the last look, at the pace so far; looks may end the run sooner. */
      readonly maxRemainingMs: number;
      /** Estimates without an interval: between looks nothing may be decided (docs/method.md §12). */
      readonly estimates: readonly { readonly metric: MetricId; readonly armName: string; readonly ratio: number }[];
      readonly redone: string | undefined;
    };
