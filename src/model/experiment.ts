import type { ProgramSpec } from './arm.js';
import type { LinkSide, NetworkSettings } from './condition.js';
import type { ProfileName } from './plan.js';

/** How a link to the database is cut, or what else takes the database away. */
export type OutageKind =
  /** Connections are reset, and new ones too. */
  | 'reset'
  /** Its process is killed, and another one is started in its place with the same data. */
  | 'restart';

/** What a client does that never lets a connection go. */
export type StallKind =
  /** It sends half of a request's head, and no more. */
  | 'half-head'
  /** It announces a body, and sends one byte of it. */
  | 'endless-body'
  /** It asks for a large answer, and reads nothing of it. */
  | 'never-reads';

/**
 * One thing that is done with every arm of an experiment, in an order drawn anew. What is measured is kept
 * under `as`, a dot, and a name: `far.queryUs`.
 */
export type Step =
  /**
   * A fresh server: `readyMs`, `outputWrites`, `servicesMs`, and each of its marks, `services-readyMs`.
   * `mayFail`: that it does not come up within the time is what is measured: `ready` is 0 or 1.
   */
  | {
      readonly kind: 'start';
      readonly as: string;
      readonly mayFail?: { readonly withinMs: number };
      /** Variables for this start alone. */
      readonly env?: Readonly<Record<string, string>>;
    }
  /** Every request is asked of all arms: one that answers otherwise than the first fails. */
  | { readonly kind: 'compare-answers' }
  /** Stops it, so that the next step may start another. */
  | { readonly kind: 'stop' }
  /**
   * One request to each arm in turn, one in flight: `latencyUs` and `queryUs` (means), `p50Us`, `p95Us`,
   * `p99Us`; each request's share of `cpuUs`, `queries`, `databaseBytes`, `databaseConnections`,
   * `clientConnections`; and `outputWrites`, all of them.
   */
  | {
      readonly kind: 'turns';
      readonly as: string;
      readonly requests: readonly string[];
      readonly turns: number;
      /** Between one turn and the next, in milliseconds. */
      readonly pauseMs?: number;
    }
  /**
   * An exact number of requests over some connections, arm after arm, forwards and backwards: the same, and
   * `perSecond`. `mostOpen`: the most connections to its database that its link saw at once.
   */
  | {
      readonly kind: 'closed';
      readonly as: string;
      readonly requests: readonly string[];
      readonly count: number;
      readonly connections: number;
    }
  /** From here on all links of this side are so far and so wide. */
  | { readonly kind: 'set-link'; readonly side: LinkSide; readonly settings: NetworkSettings }
  /**
   * `inUseBytes` after a collection, `rssBytes`; `modules`, the files of code that are loaded, where they are
   * counted.
   */
  | { readonly kind: 'memory'; readonly as: string; readonly countModules?: true }
  /**
   * The database goes away under load, for all arms at once: `good`, the share of good answers from the cut
   * to the end; `recoveryMs` from the database's return to the first request that is answered well (absent:
   * never, and `recovered` is 0); `availablePerDay` with one such outage; `longestFor999Ms` and `longestFor95Ms`, the
   * longest outage a day that leaves so much; `attemptsPerSecond` to connect
   * meanwhile; `alive`, 1 where the server runs on.
   */
  | {
      readonly kind: 'outage';
      readonly as: string;
      readonly how: OutageKind;
      readonly request: string;
      readonly perSecond: number;
      readonly outageMs: number;
      readonly afterMs: number;
    }
  /**
   * So many clients that stall: after `holdMs`, `stillOpen` of their connections; `rssGrowthBytes`, the most
   * memory that came with them; `served`, the share of good answers that others had meanwhile.
   */
  | {
      readonly kind: 'stalled-clients';
      readonly as: string;
      readonly how: StallKind;
      readonly count: number;
      readonly holdMs: number;
      /** What they begin to ask for. */
      readonly request: string;
      /** What the others ask for. */
      readonly goodRequest: string;
    }
  /** After so many answers the server is ended: `answered`, and `lines` of its log that hold `text`. */
  | {
      readonly kind: 'end-server';
      readonly as: string;
      readonly by: 'SIGTERM' | 'SIGUSR2' | 'SIGHUP';
      readonly request: string;
      readonly count: number;
      readonly text: string;
    }
  /** A program of its own, in the place of a server, that ends with a line of JSON: its numbers. */
  | { readonly kind: 'program'; readonly as: string; readonly program: ProgramSpec }
  /** Load at a steady rate, looked at again and again: a series, and its means. */
  | {
      readonly kind: 'series';
      readonly as: string;
      readonly requests: readonly string[];
      readonly perSecond: number;
      readonly samples: number;
      readonly sampleMs: number;
    };

/** One server of an experiment. */
export interface ExperimentArm {
  readonly name: string;
  readonly setting: string;
}

/** What is done in a round, which begins with fresh servers and data. */
export interface Protocol {
  readonly env: Readonly<Record<string, string>>;
  /** Programs that its servers find in `{folder}`, by name: their text. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Which sides of the servers have a link; those without settings are as the loopback is. */
  readonly links: readonly LinkSide[];
  /** What a round takes on a machine of usual speed. */
  readonly roundSeconds: number;
  readonly steps: readonly Step[];
}

/** What is done to find out about one or more claims, again and again. */
export interface Experiment extends Protocol {
  readonly id: string;
  readonly title: string;
  /** The reference first. */
  readonly arms: readonly ExperimentArm[];
  readonly nodeArguments?: readonly string[];
  readonly rounds: Readonly<Record<ProfileName, number>>;
}
