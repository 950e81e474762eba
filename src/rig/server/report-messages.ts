/**
 * What the preload in the server under test and the bench say to each other, as lines of JSON. Times are milliseconds
 * of the monotonic clock, which all processes of a machine share; never a wall clock, whose origin may step.
 */
export type FromServer =
  | Heard
  | HeardOfFile
  | { readonly kind: 'answer'; readonly id: number; readonly body: Answers[Question] };

/** A process of the server listens on a socket file. */
export interface HeardOfFile {
  readonly kind: 'listening-on-file';
  readonly path: string;
}

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
  /** When Node was up in this process and the preload ran; undefined of a process that is not Node. */
  readonly bootAtMs: number | undefined;
}

/** What is asked, and the answer to it. */
export interface Answers {
  /** All `performance.mark` entries so far. */
  readonly marks: Marks;
  readonly sample: Sample;
  /** Memory after a forced full collection. */
  readonly heap: Heap;
  readonly scripts: Scripts;
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
  /** From here to the writes to stdout and stderr: of a process in Node, which tells it. */
  readonly gcPauseUs: number | undefined;
  readonly gcCount: number | undefined;
  readonly loopActiveMs: number | undefined;
  readonly loopIdleMs: number | undefined;
  readonly loopDelayP99Us: number | undefined;
  readonly outputWrites: number | undefined;
  /** Durations of database queries, in microseconds. */
  readonly queriesUs: readonly (readonly [valueUs: number, count: number])[];
  readonly queryTotalUs: number;
  /** Of a server that publishes how its pool of database connections changes. */
  readonly pool?: PoolUse;
}

/** The time for which connections were in use, and for which queries waited for one, added up: ms of each. */
export interface PoolUse {
  readonly checkedOutMs: number;
  readonly waitingMs: number;
}

/** What the process has loaded from files. */
export interface Scripts {
  readonly fileCount: number;
}

/** Of a process in Node. */
export interface Heap {
  readonly heapUsedBytes: number | undefined;
  /** Memory outside the heap that JavaScript objects hold: buffers too, once. */
  readonly externalBytes: number | undefined;
}
