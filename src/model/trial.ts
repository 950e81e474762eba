import type { TrialFailure } from './failure.js';
import type { Slice } from './slice.js';

/** Why what the server told of its times is missing, in whole or in part. */
export type ClockFault =
  /** Its clock is not the bench's: nothing that it told is kept. */
  | { readonly kind: 'clocks-differ' }
  /** One of its marks is dated outside its start. */
  | { readonly kind: 'misdated-mark'; readonly mark: string };

/** One start of a server process. Times in milliseconds since it was spawned. */
export interface StartupFacts {
  /** As the bench saw it, by its own clock; the others are as the server tells them. */
  readonly readyMs: number;
  /** Node was up and the preload ran, in the process that listens. */
  readonly bootMs: number | undefined;
  readonly listeningMs: number | undefined;
  /** The server's own `performance.mark` entries by name, up to ready. */
  readonly marksMs: Readonly<Record<string, number>>;
  readonly clockFault?: ClockFault;
  /** The port that is written down in it, where that was moved to a free one. */
  readonly movedFromPort?: number;
}

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

/** Memory in use within a round: heap and external memory after a forced full collection. */
export interface MemoryReading {
  /** `phases`: when what is timed was done; `growth`: after a part of the requests that are there for these alone. */
  readonly stage: 'phases' | 'growth';
  /** How many requests the server had answered by then in this round. */
  readonly requestCount: number;
  readonly inUseBytes: number;
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
      /**
       * In order; absent where none were taken: of a server that is not Node, and in records of versions without them.
       */
      readonly memoryReadings?: readonly MemoryReading[];
    }
  | {
      readonly state: 'invalid';
      readonly armName: string;
      readonly failure: TrialFailure;
      /** The last lines that the server wrote. */
      readonly output: readonly string[];
    };

export type MeasuredTrial = Extract<Trial, { readonly state: 'measured' }>;
export type InvalidTrial = Extract<Trial, { readonly state: 'invalid' }>;
