/** What is wrong with a program that should be a mongod. */
export type BinaryProblem =
  | { readonly kind: 'no-such-file' }
  /** Asked for its version, it printed this line. */
  | { readonly kind: 'printed'; readonly line: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The database could not be had. `source` is how it was found. */
export type DatabaseFault =
  | { readonly kind: 'no-mongod' }
  | { readonly kind: 'not-a-mongod'; readonly source: string; readonly problem: BinaryProblem }
  | { readonly kind: 'database-not-started'; readonly source: string; readonly message: string }
  | { readonly kind: 'database-unreachable'; readonly source: string; readonly message: string }
  /** It answers, but will not do what a run needs. */
  | { readonly kind: 'database-refuses'; readonly source: string; readonly message: string };

/** What a run needs around it is not there: the user's to fix, before anything is measured. */
export type SetupFault =
  | DatabaseFault
  /** No temporary directory can be made there. */
  | { readonly kind: 'temporary-folder'; readonly folder: string; readonly errorCode: string }
  /** Its path leaves no room for the name of a socket. */
  | { readonly kind: 'long-temporary-folder'; readonly folder: string };

/** What a resumed run would go on with is no longer what it began with. */
export type ResumeFault =
  | { readonly kind: 'database'; readonly was: string; readonly now: string }
  | { readonly kind: 'data-set'; readonly was: string; readonly now: string }
  /** An arm's own files. */
  | { readonly kind: 'code'; readonly armName: string; readonly was: string; readonly now: string }
  /** The servers answer differently than they did in the pilot. */
  | { readonly kind: 'answers' };

/** A file could not be written or read, or a folder not be used. */
export type StoreFault =
  /** `full`: there is no room. What was saved before is whole. */
  | { readonly kind: 'unwritable'; readonly path: string; readonly error: string; readonly full: boolean }
  /** What is in it is not what it should be. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly error: string }
  /** Another run writes there. */
  | { readonly kind: 'in-use'; readonly folder: string; readonly holderPid: number };
