import type { Calibration, RoundCost } from './calibration.js';
import type { HistogramUs } from './histogram.js';
import type { MetricDefinitions } from './metrics.js';
import type { Phase, PhaseKind, Plan } from './plan.js';
import type { DatabaseFacts, HostFacts } from './surroundings.js';

/** The data set as the seed program reported it for one arm. */
export interface SeedFacts {
  readonly armName: string;
  readonly checksum: string;
  readonly durationMs: number;
  readonly report: Readonly<Record<string, unknown>>;
}

/** One start of a server process. Times in milliseconds since it was spawned. */
export interface StartupFacts {
  /** As the bench saw it, by its own clock; the others are as the server tells them. */
  readonly readyMs: number;
  /** Node was up and the preload ran, in the process that listens. */
  readonly bootMs: number | undefined;
  readonly listeningMs: number | undefined;
  /** The server's own `performance.mark` entries by name, up to ready. */
  readonly marksMs: Readonly<Record<string, number>>;
  /** Why what the server told of its times is missing, in whole or in part. */
  readonly clockFault?: string;
}

/** What the server process used during one slice. `undefined` where the platform cannot tell. */
export interface ServerUsage {
  /** CPU time of the server's whole process tree: its own threads, its children, and those of them that have ended. */
  readonly cpuUs: number;
  readonly gcPauseUs: number;
  readonly gcCount: number;
  readonly eventLoopUtilization: number;
  readonly eventLoopDelayP99Us: number;
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
  /** Idempotent requests sent again because the server had closed an idle connection; `undefined` in a run that did not count them. */
  readonly reconnects: number | undefined;
  /** What the generator ran out of (file descriptors, local ports), in words; absent for one that had all it needed. */
  readonly exhausted?: string;
}

/** Answers of one request class in a slice. */
export interface ClassCounts {
  readonly responseCount: number;
  readonly latencyUs: HistogramUs;
}

/**
 * One arm's half of the turns of a round, in the order in which they were taken: entry i of every arm is the same request.
 * The lists are parallel.
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
  /** The first few failures in words, each with its request class. */
  readonly failureExamples: readonly string[];
  readonly receivedBytes: number;
  /** Open loop: from the intended send. Stream: the whole body. Closed loop: from the send; never used for percentiles. */
  readonly latencyUs: HistogramUs;
  readonly latencyTotalUs: number;
  /** Stream: from the send to the first byte of the body. */
  readonly firstByteUs: HistogramUs;
  readonly classes: Readonly<Record<string, ClassCounts>>;
  /** Of a slice of turns only. */
  readonly turns?: Turns;
  readonly generator: GeneratorHealth;
}

/** One slice of one arm. `index` counts the slices of its kind for this arm in this round: slices with the same index are a pair. */
export interface Slice {
  readonly index: number;
  readonly load: SliceLoad;
  readonly server: ServerUsage;
  readonly database: DatabaseUsage | undefined;
  /** Why this slice cannot be used; absent for a good one. */
  readonly invalid?: { readonly reason: InvalidReason; readonly detail: string };
}

export type InvalidReason =
  | 'not-ready'
  | 'server-died'
  /** It runs, but tells the bench nothing any more. */
  | 'server-silent'
  | 'wrong-answers'
  | 'no-responses'
  | 'generator-saturated'
  | 'generator-late'
  | 'generator-out-of-resources'
  | 'database-died';

export interface WarmupFacts {
  readonly requestCount: number;
  readonly steady: boolean;
  /** CPU per request of the warm-up's windows, in order. */
  readonly windowCpuUs: readonly number[];
}

/** Read after the same number of requests in every arm. */
export interface MemoryFacts {
  readonly peakRssBytes: number | undefined;
  /** After a forced full collection; `undefined` in a run that made none. */
  readonly heapUsedBytes: number | undefined;
  /** Buffers and other memory that JavaScript objects hold outside the heap, after the same collection. */
  readonly externalBytes: number | undefined;
}

/** One arm's part of a round: a fresh process, from its start to its stop. */
export type Trial =
  | {
      readonly state: 'measured';
      readonly armName: string;
      /** Every start-up cycle of the round. */
      readonly startups: readonly StartupFacts[];
      readonly warmup: WarmupFacts;
      readonly slices: readonly Slice[];
      readonly memory: MemoryFacts;
    }
  | {
      readonly state: 'invalid';
      readonly armName: string;
      readonly reason: InvalidReason;
      /** What happened, in one line. */
      readonly detail: string;
      /** The last lines that the server wrote. */
      readonly output: readonly string[];
      /** The failure share, where it was answers that were wrong. */
      readonly failures?: { readonly failureCount: number; readonly requestCount: number };
    };

export type MeasuredTrial = Extract<Trial, { readonly state: 'measured' }>;
export type InvalidTrial = Extract<Trial, { readonly state: 'invalid' }>;

/** How quiet the machine was during a round. Shares are of one core. `undefined` where the platform cannot tell. */
export interface Quietness {
  readonly foreignCpuShare: number | undefined;
  readonly stealShare: number | undefined;
  readonly cpuPressureShare: number | undefined;
}

export interface Round {
  readonly index: number;
  /** 0, or which repetition of a disturbed round this is. */
  readonly attempt: number;
  readonly startedAtIso: string;
  readonly elapsedMs: number;
  readonly armOrder: readonly string[];
  readonly trials: readonly Trial[];
  readonly quietness: Quietness;
  /** Why the round was set aside and done again, decided without looking at the outcome. */
  readonly redone?: string;
}

/** What was found before the first round that counts, blind to which arm is better. */
export interface PilotFacts {
  /** The plan's phases with every `auto` settled. */
  readonly phases: readonly Phase[];
  /** Closed-loop requests per second of each arm. */
  readonly capacityPerSecond: Readonly<Record<string, number>>;
  /** What the parts of a round cost on this machine. */
  readonly cost: RoundCost;
  /** Cost and phases were corrected by what the first round really took. */
  readonly refined: boolean;
  /** What is usual on this machine: a round that is much less quiet is redone. */
  readonly quietness: Quietness;
  /** Digest of every request class's answer: a run that is resumed must meet the same server. */
  readonly answersSha256: string;
}

export type EndState = 'running' | 'complete' | 'interrupted' | 'budget' | 'failed';

/** All raw facts of a run. It is the file on disk, saved after every round; every report can be made again from it. */
export interface RunRecord {
  readonly schemaVersion: 2;
  readonly toolVersion: string;
  readonly runId: string;
  readonly startedAtIso: string;
  /** Each time that it was resumed. */
  readonly resumedAtIso: readonly string[];
  readonly elapsedMs: number;
  /** `failure`: the arm that failed before the first round, where that ended the run. */
  readonly end: { readonly state: EndState; readonly detail: string; readonly failure?: InvalidTrial };
  readonly host: HostFacts;
  readonly plan: Plan;
  /** The metrics as they were defined when this run began; it is judged by these. */
  readonly metrics: MetricDefinitions;
  readonly database: DatabaseFacts | undefined;
  /** What the stand-in refused because it cannot do it as mongod does, by feature, with how often; absent where nothing was. */
  readonly databaseRefusals?: Readonly<Record<string, number>>;
  readonly seeds: readonly SeedFacts[];
  readonly pilot: PilotFacts | undefined;
  /** The machine's calibration as it was when this run began; absent where there was none for it. */
  readonly calibration?: Calibration;
  readonly rounds: readonly Round[];
  readonly warnings: readonly string[];
}
