import type { Comparison } from './analysis.js';

/** One rule held against one comparison. */
export interface Finding {
  readonly comparison: Comparison;
  /** `waived`: undecided, and left to the rest of the rules. */
  readonly state: 'met' | 'broken' | 'undecided' | 'waived';
}

/** What CI is told. `passed` is never said of nothing: without findings a verdict is `undecided`. */
export interface Verdict {
  readonly state: 'passed' | 'regressed' | 'undecided' | 'invalid';
  readonly findings: readonly Finding[];
}
