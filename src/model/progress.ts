import type { Forecast } from './forecast.js';
import type { MetricId } from './metrics.js';
import type { Plan } from './plan.js';
import type { Redone } from './record.js';
import type { CheckoutStep } from './source.js';
import type { DatabaseFacts } from './surroundings.js';

/** What a run does before it measures rounds, and `serve` before the server starts. */
export type Step =
  /** The data that every arm gets a fresh copy of in every round is made. */
  | 'making-data'
  /** The answers of all arms are compared, and how much they sustain is found. */
  | 'pilot'
  /** Of a resumed run: the answers of all arms are compared with those of the pilot. */
  | 'comparing-with-pilot'
  /** `serve`: the database is filled. */
  | 'filling-database';

/**
 * What a run tells while it goes on. Everything a progress line or a live view needs, and nothing that would be a peek
 * at the verdict.
 */
export type ProgressEvent =
  | { readonly kind: 'step'; readonly step: Step }
  /** An arm's code is made ready; `reference` absent: the tree as it is. */
  | { readonly kind: 'source'; readonly armName: string; readonly reference?: string; readonly step: CheckoutStep }
  /** What the run will take and be able to tell, foreseen when `roundsDone` rounds were behind it. */
  | { readonly kind: 'forecast'; readonly plan: Plan; readonly forecast: Forecast; readonly roundsDone: number }
  /** The user asked it to stop; `again`: more than once. */
  | { readonly kind: 'interrupt'; readonly signal: string; readonly again: boolean }
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
  /** A pair of mirrored settings begins. */
  | {
      readonly kind: 'repetition';
      readonly repetitionIndex: number;
      readonly repetitionCount: number;
      readonly roundIndex: number;
      readonly maxRounds: number;
      /** Of the whole run, at the pace so far. */
      readonly remainingMs: number;
    }
  /** A round of a sweep begins, which measures these values. */
  | {
      readonly kind: 'sweep';
      readonly values: readonly number[];
      /** With the same values. */
      readonly roundsLeft: number;
      readonly remainingMs: number;
    }
  /** A round of an experiment begins. */
  | {
      readonly kind: 'experiment';
      readonly title: string;
      readonly experimentIndex: number;
      readonly experimentCount: number;
      readonly roundIndex: number;
      readonly maxRounds: number;
      /** Of the whole run, at the pace so far. */
      readonly remainingMs: number;
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
      /** Why it will be redone; undefined for a round that counts. */
      readonly redone: Redone | undefined;
    };
