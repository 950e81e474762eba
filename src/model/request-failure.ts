/** Which request of the mix. */
export interface RequestName {
  readonly className: string;
  readonly method: string;
  readonly path: string;
}

/** What was wrong with the answer to one request. */
export type RequestFault =
  | { readonly kind: 'status'; readonly expected: number; readonly got: number }
  /** `expected`: the body's exact length in bytes, or the least. */
  | { readonly kind: 'length'; readonly expected: number; readonly got: number }
  /** The body does not contain what it must. */
  | { readonly kind: 'lacks'; readonly text: string }
  /** The body ended too soon. */
  | { readonly kind: 'cut-off'; readonly bytes: number }
  | { readonly kind: 'no-answer'; readonly withinMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'reset' }
  /** The connection was closed instead of answered. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'connection-failed'; readonly message: string }
  /** As a record of schema 1 tells it: with its request, in words. */
  | { readonly kind: 'told'; readonly text: string };

/** One failed request; `request` is absent where a connection failed and nobody knows under which request. */
export interface RequestFailure {
  readonly request?: RequestName;
  readonly fault: RequestFault;
}
