import type { ProgramSpec } from './arm.js';

/** How a server is known to be ready, and what it wants. Texts may hold placeholders (`placeholders.ts`). */
export interface Target {
  /** What every server of it gets, whichever the arm: an arm's own variables go before these. */
  readonly env: Readonly<Record<string, string>>;
  /** What it gets on top of that while it is measured: a rate limit taken off. */
  readonly measuredEnv?: Readonly<Record<string, string>>;
  /** The request whose good answer means "ready". */
  readonly ready: { readonly path: string; readonly status: number };
  readonly readyTimeoutMs: number;
  /** Fills an empty `{database}` and `{folder}` once, before any round. Its last line may be JSON with a
   * `checksum` of what it made. */
  readonly seed?: ProgramSpec;
  /**
   * The diagnostics channel on which it publishes `{ durationMs }` for each database query; absent: queries are not
   * timed.
   */
  readonly queryChannel?: string;
  /**
   * The one on which it publishes how its pool of database connections changes: `{ checkedOut: 1 }`, `{ waiting: -1 }`;
   * absent: the pool is not watched.
   */
  readonly poolChannel?: string;
}
