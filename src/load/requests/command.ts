import type { WrongAnswersCause } from '../../model/failure.js';
import type { RequestName } from '../../model/request-failure.js';
import type { Login, Scenario } from '../../model/scenario.js';
import type { SliceLoad } from '../../model/slice.js';

/** Where one arm's server listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

interface Common {
  /** Decides the sequence of requests. */
  readonly seed: number;
  readonly requestTimeoutMs: number;
}

/** One request to every server, one in flight at a time, in an order drawn anew for each turn. */
export interface TurnsCommand extends Common {
  readonly kind: 'turns';
  readonly targets: readonly Target[];
  readonly turns: number;
  /** Between a turn and the next, in milliseconds; absent: none. */
  readonly pauseMs?: number;
}

/**
 * Every class of requests once, as many at a time as there are connections: what is rare and heavy has then been
 * everywhere.
 */
export interface EveryClassCommand extends Common {
  readonly kind: 'every-class';
  readonly target: Target;
  readonly connections: number;
}

/** Requests at a fixed rate, whether or not earlier ones were answered. */
export interface OpenCommand extends Common {
  readonly kind: 'open';
  readonly target: Target;
  readonly ratePerSecond: number;
  /** The first part, sent but not counted. */
  readonly discardMs: number;
  readonly durationMs: number;
}

/** An exact number of requests over a number of connections, each waiting for its answer before it sends the next. */
export interface ClosedCommand extends Common {
  readonly kind: 'closed';
  readonly target: Target;
  readonly connections: number;
  readonly requestCount: number;
}

/** An exact number of large bodies, read by some clients one after another. */
export interface StreamCommand extends Common {
  readonly kind: 'stream';
  readonly target: Target;
  readonly streams: number;
  readonly requestCount: number;
}

/** Load on one server. */
export type LoadCommand = EveryClassCommand | OpenCommand | ClosedCommand | StreamCommand;

/** A body, decoded. */
export interface AnswerBody {
  readonly bodyBytes: number;
  readonly bodySha256: string;
  /** Absent where it is binary, or too long to be looked into. */
  readonly text?: string;
}

/** One answer, for the check that all arms answer alike. */
export interface Answer extends RequestName, AnswerBody {
  /** When it was asked for, in milliseconds of the epoch. */
  readonly askedAtMs: number;
  readonly status: number;
  /** Those that are compared, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Between the bench and its load process. The window's edges are told so that the server can be sampled at them. */
export type ToLoad =
  | { readonly kind: 'prepare'; readonly id: number; readonly scenario: Scenario }
  | { readonly kind: 'run'; readonly id: number; readonly command: LoadCommand | TurnsCommand }
  /** What later requests to this server carry. */
  | { readonly kind: 'login'; readonly id: number; readonly target: Target; readonly login: Login }
  | { readonly kind: 'answers'; readonly id: number; readonly target: Target; readonly seed: number };

export type FromLoad =
  | { readonly kind: 'window-start'; readonly id: number }
  | { readonly kind: 'window-end'; readonly id: number }
  | {
      readonly kind: 'done';
      readonly id: number;
      /** One for each target of the command. */
      readonly loads: readonly SliceLoad[];
      readonly answers: readonly Answer[];
    }
  /** `wrongAnswers`: what the server did that made it impossible; absent for a fault of the bench. */
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      readonly wrongAnswers?: WrongAnswersCause | undefined;
    };
