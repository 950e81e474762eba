import type { ChangeEstimate } from './analysis.js';
import type { MetricId } from './metrics.js';

/** One commit of a history. */
export interface Commit {
  readonly sha: string;
  readonly subject: string;
  readonly authorName: string;
  /** When it was written, as ISO 8601. */
  readonly authoredAtIso: string;
}

/**
 * What a comparison of a commit with the good one found. `skipped`: it could not be installed, built or started.
 * `undecided`: it was measured, and neither was certain.
 */
export type BisectOutcome = 'good' | 'bad' | 'skipped' | 'undecided';

/** One commit that was held against the good one. */
export interface BisectStep {
  readonly commit: Commit;
  readonly outcome: BisectOutcome;
  /** commit/good; absent where nothing was measured. */
  readonly change?: ChangeEstimate;
  /** Why it was skipped. */
  readonly reason?: string;
  /** The run's folder. */
  readonly folder: string;
}

/** How a search ended. */
export type BisectEnd =
  | { readonly kind: 'found'; readonly commit: Commit }
  /** The first bad one is one of these, and which cannot be said. */
  | { readonly kind: 'undecided'; readonly among: readonly Commit[] }
  /** The bad commit is not worse than the good one, as far as could be seen. */
  | { readonly kind: 'not-worse'; readonly outcome: Exclude<BisectOutcome, 'bad'> };

/** A whole search. */
export interface Bisection {
  readonly metric: MetricId;
  readonly good: Commit;
  readonly commitCount: number;
  /** The smallest regression that counts as bad: a share. */
  readonly limit: number;
  readonly steps: readonly BisectStep[];
  readonly end: BisectEnd;
}
