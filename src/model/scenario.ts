import type { Launch } from './arm.js';
import type { MetricId } from './metrics.js';
import type { Target } from './target.js';

/**
 * A set of values that requests draw from, skewed by popularity: member i has weight 1 / (i + 1) ** zipfExponent; or,
 * `inTurn`, taken one after the other from a place that the seed decides.
 */
export type Population =
  | {
      readonly kind: 'numbered';
      /** The number of member 0; absent: 0. */
      readonly first?: number;
      /** Member i is `prefix`, then `first` + i in `base`, padded with zeros to `digits`, then `suffix`. */
      readonly prefix: string;
      readonly digits: number;
      readonly base: 10 | 16;
      readonly suffix?: string;
      readonly count: number;
      readonly zipfExponent: number;
      readonly inTurn?: true;
    }
  | {
      readonly kind: 'listed';
      readonly members: readonly string[];
      readonly zipfExponent: number;
      readonly inTurn?: true;
    };

/** What a good answer looks like. Anything else makes the trial invalid. */
export interface Expectation {
  readonly status: number;
  /** Text that the body must contain; `{population}` stands for the member that this request drew. */
  readonly bodyContains?: string;
  /** The body's exact length in bytes. */
  readonly bodyBytes?: number;
  /** The body's least length in bytes. */
  readonly minimumBodyBytes?: number;
}

export const requestMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type RequestMethod = (typeof requestMethods)[number];

/**
 * One kind of request in a mix. `{population}` in path, headers and body is replaced by a drawn member, the same one
 * throughout a request.
 */
export interface RequestClass {
  readonly name: string;
  /** Its share of the mix, relative to the other classes. */
  readonly weight: number;
  readonly method: RequestMethod;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expect: Expectation;
  /**
   * The body differs from one answer to the next (a token, a clock): the check that arms answer alike leaves it out, or
   * these fields of its JSON with all that is in them. Their paths have no index, `items[].at`; `header.location` is a
   * header.
   */
  readonly varies?: true | readonly string[];
  /** `stream`: a large or binary body, read by the streaming client and left out of closed-loop slices. */
  readonly kind: 'plain' | 'stream';
}

/**
 * What every arm is asked first in every round, before anything else. Cookies that its answer sets go with all requests
 * that have none of their own.
 */
export interface Login {
  readonly method: RequestClass['method'];
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  /** Where `{token}` is found in its JSON answer: `data.accessToken`. Absent: there is none, only cookies. */
  readonly token?: string;
}

/** A closed loop reads bodies as text and waits for one with every answer: not for large bodies, nor for HEAD. */
export function fitsClosedLoop({ kind, method }: Pick<RequestClass, 'kind' | 'method'>): boolean {
  return kind === 'plain' && method !== 'HEAD';
}

/** What a report promised for a metric, quoted beside what was measured. */
export interface Promised {
  readonly text: string;
  /** The promised after/before, as a ratio: 0.6 for "40 % faster start". Absent where the promise has no factor. */
  readonly ratio?: number;
}

/**
 * Named switches that an arm's setting turns: `after`, or `before,health-cache=after`, handed over in one environment
 * variable.
 */
export interface Switches {
  readonly env: string;
  readonly names: readonly string[];
  /**
   * Where a switch can stand. The reference arm has all at the first, and the arm compared with it all at the last,
   * unless the user says otherwise.
   */
  readonly settings: readonly string[];
}

/** The flags that tell of a user's own server, and those that tell its arms apart, as words of a command line. */
export interface OwnWords {
  readonly server: readonly string[];
  readonly arms: readonly string[];
}

/** What can be measured: a server, its data, its load, and what was promised for it. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** What each arm starts, unless it says otherwise. */
  readonly launch: Launch;
  readonly target: Target;
  readonly switches?: Switches;
  /** Of the user's own server: what tells it again in a command line. Absent for a bundled scenario. */
  readonly own?: OwnWords;
  readonly login?: Login;
  readonly populations: Readonly<Record<string, Population>>;
  readonly requests: readonly RequestClass[];
  readonly promises: Partial<Readonly<Record<MetricId, Promised>>>;
}
