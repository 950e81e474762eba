import type { PartDifference } from './answers.js';
import type { RequestFailure } from './request-failure.js';

/** How a process ended: its exit code, or the signal that ended it. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string };

/** What one listener of a server that did not become ready answered last, and what was expected of it. */
export interface LastAnswer {
  readonly port: number;
  /** `none`: no answer yet; else the status, or the code of the error. */
  readonly got: 'none' | { readonly status: number } | { readonly errorCode: string };
}

/** Why a server did not come up. */
export type NotReadyCause =
  | { readonly kind: 'cannot-start'; readonly program: string; readonly message: string }
  | { readonly kind: 'ended'; readonly end: ProcessEnd }
  /** It speaks TLS on its port. */
  | { readonly kind: 'https'; readonly port: number }
  /** It listens on a file, and on no port. */
  | { readonly kind: 'socket-file'; readonly path: string }
  /** It listens, but not in the Node that its command begins with. */
  | { readonly kind: 'unheard'; readonly port: number }
  /** It is not Node, and listens on another port than the one that it was given. */
  | { readonly kind: 'own-port'; readonly port: number; readonly givenPort: number }
  /** `path` never had a good answer; without a listener the server never listened. */
  | {
      readonly kind: 'late';
      readonly afterMs: number;
      readonly path: string;
      readonly expectedStatus: number;
      readonly listeners: readonly LastAnswer[];
    };

/** In what two arms' answers to the same request differ. */
export type AnswerDifference =
  | { readonly kind: 'missing' }
  /** Another one of the same length. */
  | { readonly kind: 'body' }
  /** The first parts that differ, and how many more there are. */
  | { readonly kind: 'parts'; readonly parts: readonly PartDifference[]; readonly more: number }
  | {
      readonly kind: 'status' | 'contentType' | 'bodyBytes';
      readonly got: string | number;
      readonly expected: string | number;
    };

export type WrongAnswersCause =
  /** More of its requests failed than may. `first` is absent where no example was kept. */
  | {
      readonly kind: 'failed-requests';
      readonly failureCount: number;
      readonly requestCount: number;
      readonly first?: RequestFailure;
    }
  /** A request class of which it gave no answer to compare. */
  | { readonly kind: 'no-answer'; readonly first: RequestFailure }
  /** It answers otherwise than the reference. */
  | {
      readonly kind: 'differs';
      readonly className: string;
      readonly path: string;
      readonly referenceName: string;
      readonly difference: AnswerDifference;
    }
  /** Nobody could be logged in. */
  | { readonly kind: 'login-failed'; readonly first: RequestFailure }
  /** The answer to the login is no JSON with such a field. */
  | { readonly kind: 'no-token'; readonly path: string; readonly token: string }
  /** It refused or broke so many connections that a slice was given up. */
  | { readonly kind: 'broken-connections'; readonly count: number; readonly first?: RequestFailure };

/** What the load generator, or the machine for it, ran out of. */
export type Exhaustion = 'own-descriptors' | 'machine-descriptors' | 'local-ports';

/** A failure as a record of schema 1 tells it: in words. */
interface ToldFailure<Kind extends string> {
  readonly kind: Kind;
  readonly told: string;
  /** Where it was answers that were wrong. */
  readonly requests?: { readonly failureCount: number; readonly requestCount: number };
}

/** A server of an arm failed. */
export type ServerFailure =
  | { readonly kind: 'not-ready'; readonly cause: NotReadyCause }
  | {
      readonly kind: 'server-died';
      /** `unseen`: the process that listens is gone, though what started it still runs. */
      readonly end: ProcessEnd | { readonly kind: 'unseen'; readonly pid: number };
    }
  /** It runs, but tells the bench nothing any more. */
  | {
      readonly kind: 'server-silent';
      readonly pid: number;
      readonly cause: { readonly kind: 'channel-closed' } | { readonly kind: 'no-answer'; readonly withinMs: number };
    }
  | { readonly kind: 'wrong-answers'; readonly cause: WrongAnswersCause }
  | { readonly kind: 'no-responses'; readonly afterMs: number }
  | ToldFailure<'not-ready' | 'server-died' | 'server-silent' | 'wrong-answers' | 'no-responses'>;

/** The load generator was the bottleneck. */
export type GeneratorFailure =
  /** CPU time over elapsed time: 1 is a full core. */
  | { readonly kind: 'generator-saturated'; readonly cpuShare: number }
  | {
      readonly kind: 'generator-late';
      readonly cause:
        | { readonly kind: 'not-sent'; readonly sentCount: number; readonly plannedCount: number }
        | { readonly kind: 'sent-late'; readonly lateShare: number };
    }
  | { readonly kind: 'generator-out-of-resources'; readonly resource: Exhaustion }
  | ToldFailure<'generator-saturated' | 'generator-late' | 'generator-out-of-resources'>;

/** The database of the run failed: nobody's arm. `source` is how it was found. */
export type DatabaseFailure =
  | {
      readonly kind: 'database-died';
      readonly source: string;
      readonly cause:
        | { readonly kind: 'ended'; readonly end: ProcessEnd }
        | { readonly kind: 'no-answer'; readonly withinMs: number }
        | { readonly kind: 'broken'; readonly message: string };
    }
  /** The scenario's seed program failed. */
  | {
      readonly kind: 'seeding-failed';
      readonly cause: { readonly kind: 'error'; readonly message: string };
    };

/** The process that carries the run's links ended: nobody's arm. */
export interface LinkFailure {
  readonly kind: 'link-died';
  readonly end: ProcessEnd;
}

/** What can go wrong while a run is under way, with its numbers. Worded by `report/words`. */
export type Failure = ServerFailure | GeneratorFailure | DatabaseFailure | LinkFailure;

/** What makes a trial invalid. */
export type TrialFailure = ServerFailure | GeneratorFailure;
