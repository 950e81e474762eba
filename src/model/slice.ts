import type { LinkUsage } from './condition.js';
import type { Exhaustion, GeneratorFailure } from './failure.js';
import type { HistogramUs } from './histogram.js';
import type { PhaseKind } from './plan.js';
import type { RequestFailure } from './request-failure.js';

/** What the server process used during one slice. `undefined` where the platform cannot tell. */
export interface ServerUsage {
  /** CPU time of the server's whole process tree: its own threads, its children, and those of them that have ended. */
  readonly cpuUs: number;
  /** These four of a server in Node. */
  readonly gcPauseUs: number | undefined;
  readonly gcCount: number | undefined;
  readonly eventLoopUtilization: number | undefined;
  readonly eventLoopDelayP99Us: number | undefined;
  /** The mean over the slice; at its end where the platform cannot tell. */
  readonly rssBytes: number;
  /** Write calls to file descriptors 1 and 2. */
  readonly outputWrites: number | undefined;
  readonly databaseQueriesUs: HistogramUs;
  readonly databaseQueryTotalUs: number;
}

/** What the database did during one slice, from its own counters. */
export interface DatabaseUsage {
  readonly commands: number;
  readonly connectionsOpened: number;
  readonly cpuUs: number | undefined;
}

export type SliceKind = PhaseKind;

/** Was the load generator fit during this slice? */
export interface GeneratorHealth {
  /** Its CPU time over elapsed time: 1 is a full core. */
  readonly cpuShare: number;
  readonly eventLoopDelayP99Us: number;
  /** Open loop: the share of requests that were sent later than timer granularity explains. */
  readonly lateShare: number | undefined;
  /**
   * Idempotent requests sent again because the server had closed an idle connection; `undefined` in a run that did not
   * count them.
   */
  readonly reconnects: number | undefined;
  /** Absent for one that had all it needed. */
  readonly exhausted?: Exhaustion;
}

/** Answers of one request class in a slice. */
export interface ClassCounts {
  readonly responseCount: number;
  readonly latencyUs: HistogramUs;
}

/**
 * One arm's half of the turns of a round, in the order in which they were taken: entry i of every arm is the same
 * request. The lists are parallel.
 */
export interface Turns {
  /** Which of `classNames` each request belongs to. */
  readonly classIndex: readonly number[];
  readonly classNames: readonly string[];
  /** From the send to the last byte, in microseconds; null: the request failed. */
  readonly latencyUs: readonly (number | null)[];
  /** 0: this arm was asked first in that turn. */
  readonly position: readonly number[];
}

/** What the load generator saw in one slice of load on one arm. Times exclude the discarded start of an open loop. */
export interface SliceLoad {
  readonly kind: SliceKind;
  readonly elapsedMs: number;
  /** Open loop: requests that the schedule asked for. */
  readonly plannedCount: number | undefined;
  readonly sentCount: number;
  readonly responseCount: number;
  /** Unexpected status, wrong or short body, broken connection, time-out. */
  readonly failureCount: number;
  /** The first few failures. */
  readonly failureExamples: readonly RequestFailure[];
  readonly receivedBytes: number;
  /**
   * Open loop: from the intended send. Stream: the whole body. Closed loop: from the send; never used for percentiles.
   */
  readonly latencyUs: HistogramUs;
  readonly latencyTotalUs: number;
  /** Stream: from the send to the first byte of the body. */
  readonly firstByteUs: HistogramUs;
  readonly classes: Readonly<Record<string, ClassCounts>>;
  /** Of a slice of turns only. */
  readonly turns?: Turns;
  readonly generator: GeneratorHealth;
}

/**
 * One slice of one arm. `index` counts the slices of its kind for this arm in this round: slices with the same index
 * are a pair.
 */
export interface Slice {
  readonly index: number;
  readonly load: SliceLoad;
  readonly server: ServerUsage;
  readonly database: DatabaseUsage | undefined;
  /** Between this server and its database, and between the load and it; absent: there was no link. */
  readonly databaseLink?: LinkUsage;
  readonly clientLink?: LinkUsage;
  /** Why this slice cannot be used; absent for a good one. */
  readonly invalid?: GeneratorFailure;
}
