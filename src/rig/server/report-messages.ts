/**
 * What the preload in the server under test and the bench say to each other, as lines of JSON. Times are milliseconds
 * of the monotonic clock, which all processes of a machine share; never a wall clock, whose origin may step.
 */
export type FromServer = Heard | { readonly kind: 'answer'; readonly id: number; readonly body: Answers[Question] };

/** A process of the server listens on a port. */
export interface Heard {
  readonly kind: 'listening';
  readonly pid: number;
  /** The address as it was bound: `::`, `0.0.0.0`, `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  /** The port that it asked for, where that was moved to a free one. */
  readonly askedPort?: number | undefined;
  readonly atMs: number;
  /** When Node was up in this process and the preload ran. */
  readonly bootAtMs: number;
}

/** What is asked, and the answer to it. */
export interface Answers {
  /** All `performance.mark` entries so far. */
  readonly marks: Marks;
  readonly sample: Sample;
  /** Memory after a forced full collection. */
  readonly heap: Heap;
}

export type Question = keyof Answers;

export interface ToServer {
  readonly id: number;
  readonly ask: Question;
}

export interface Marks {
  readonly marksAtMs: Readonly<Record<string, number>>;
}

/**
 * Totals since the process first listened, except for the event-loop delay and the queries, which are since the last
 * sample.
 */
export interface Sample {
  /** Since the process began: all its threads, those that have finished too. */
  readonly cpuUs: number;
  readonly rssBytes: number;
  readonly gcPauseUs: number;
  readonly gcCount: number;
  readonly loopActiveMs: number;
  readonly loopIdleMs: number;
  readonly loopDelayP99Us: number;
  /** Writes to stdout and stderr. */
  readonly outputWrites: number;
  /** Durations of database queries, in microseconds. */
  readonly queriesUs: readonly (readonly [valueUs: number, count: number])[];
  readonly queryTotalUs: number;
}

export interface Heap {
  readonly heapUsedBytes: number;
  /** Memory outside the heap that JavaScript objects hold: buffers too, once. */
  readonly externalBytes: number;
}
