/** Which cores each part of a run is kept on, by number; all threads of it. */
export interface PinnedCores {
  readonly servers: readonly number[];
  readonly database: readonly number[];
  readonly load: readonly number[];
}
