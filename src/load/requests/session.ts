/** What a login gave: later requests to the same server carry it. */
export interface Session {
  /** What `{token}` stands for. */
  readonly token?: string;
  /** The cookies that it set, as a request sends them. */
  readonly cookie?: string;
}
