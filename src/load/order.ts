import type { SliceLoad } from '../model/record.js';
import type { Scenario } from '../model/scenario.js';

interface Target {
  readonly port: number;
  /** Decides the sequence of requests. */
  readonly seed: number;
  readonly requestTimeoutMs: number;
}

/** Requests at a fixed rate, whether or not earlier ones were answered. */
export interface OpenOrder extends Target {
  readonly kind: 'open';
  readonly ratePerSecond: number;
  readonly discardMs: number;
  readonly durationMs: number;
}

/** As many requests as a number of connections bear, each waiting for its answer. */
export interface ClosedOrder extends Target {
  readonly kind: 'closed';
  readonly connections: number;
  readonly discardMs: number;
  readonly durationMs: number;
}

/** The same as closed loop, for an exact number of requests: what warms every arm equally. */
export interface WarmupOrder extends Target {
  readonly kind: 'warm-up';
  readonly connections: number;
  readonly requestCount: number;
  /** Begins with every class of requests, as many at once as there are connections. */
  readonly classByClass: boolean;
}

/** Clients that read large bodies one after another. */
export interface StreamOrder extends Target {
  readonly kind: 'stream';
  readonly streams: number;
  readonly discardMs: number;
  readonly durationMs: number;
}

export type LoadOrder = OpenOrder | ClosedOrder | WarmupOrder | StreamOrder;

/** One answer, for the check that all arms answer alike. */
export interface Answer {
  readonly className: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly bodyBytes: number;
  readonly bodySha256: string;
}

/** Between the bench and its load process. The window's edges are told so that the server can be sampled at them. */
export type ToLoad =
  | { readonly kind: 'prepare'; readonly id: number; readonly scenario: Scenario }
  | { readonly kind: 'run'; readonly id: number; readonly order: LoadOrder }
  | { readonly kind: 'answers'; readonly id: number; readonly port: number; readonly seed: number };

export type FromLoad =
  | { readonly kind: 'window-start'; readonly id: number }
  | { readonly kind: 'window-end'; readonly id: number }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly load: SliceLoad | undefined;
      readonly answers: readonly Answer[];
    }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
