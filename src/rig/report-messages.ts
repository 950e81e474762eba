/** What the preload in the server under test and the bench say to each other, as lines of JSON. Times are epoch milliseconds with fractions. */
export type FromServer =
  | { readonly kind: 'boot'; readonly pid: number; readonly atMs: number }
  | { readonly kind: 'listening'; readonly pid: number; readonly port: number; readonly atMs: number }
  | { readonly kind: 'answer'; readonly id: number; readonly body: Sample | Marks | Heap };

export interface ToServer {
  readonly id: number;
  /** `marks`: all `performance.mark` entries so far; none is watched after it. `heap`: memory after a forced full collection. */
  readonly ask: 'marks' | 'sample' | 'heap';
}

export interface Marks {
  readonly marksAtMs: Readonly<Record<string, number>>;
}

/** Totals since the process began, except for the event-loop delay and the queries, which are since the last sample. */
export interface Sample {
  readonly cpuUs: number;
  readonly rssBytes: number;
  readonly gcPauseUs: number;
  readonly gcCount: number;
  readonly loopActiveMs: number;
  readonly loopIdleMs: number;
  readonly loopDelayP99Us: number;
  /** Durations of database queries, in microseconds. */
  readonly queriesUs: readonly (readonly [valueUs: number, count: number])[];
  readonly queryTotalUs: number;
}

export interface Heap {
  readonly heapUsedBytes: number;
}
