/** A program to run, with what it finds in its environment. Texts may hold placeholders (`placeholders.ts`). */
export interface ProgramSpec {
  /** The program and its arguments; `node` is the arm's Node. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where an arm's code comes from. */
export type Source = { readonly kind: 'folder'; readonly path: string };

/** What is started. Texts may hold placeholders (`placeholders.ts`). */
export interface Launch {
  readonly source: Source;
  /** The program and its arguments; `node` is `nodeBinary`. */
  readonly command: readonly string[];
  /** Absent: the folder in which lotus-bench was started. */
  readonly workingDirectory?: string;
  /** Absent: the Node that lotus-bench runs in. */
  readonly nodeBinary?: string;
  /** Arguments put before the command's own, after `node`: a planted fault, a loader, a flag. */
  readonly nodeArguments: readonly string[];
}

/** One configuration of the server. The first arm of a plan is the reference. */
export interface Arm extends Launch {
  readonly name: string;
  /**
   * Where the target's switches stand, as the user wrote it: `before` or `after,health-cache=before`. Absent: it has
   * none.
   */
  readonly setting?: string;
  /** Variables of this arm alone. */
  readonly env: Readonly<Record<string, string>>;
}
