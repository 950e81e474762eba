/** A program to run, with what it finds in its environment. Texts may hold placeholders (`placeholders.ts`). */
export interface ProgramSpec {
  /** The program and its arguments; `node` is the arm's Node. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Code out of a git repository: every arm gets a copy of its own, installed and built, and gone after the run. */
export interface GitSource {
  readonly kind: 'git';
  /** The top of the user's working tree. It is read, and never written to. */
  readonly repository: string;
  /** The folder in it that lotus-bench was started in, where the code of the copy begins; empty: its top. */
  readonly within: string;
  /** As the user wrote it. Absent: the tree as it is, dirty or not. */
  readonly reference?: string;
  /** What the reference, or HEAD, meant when the run was planned. */
  readonly commit: string;
  /** Its packages are those of another commit, or of the tree as it is. Absent: its own. */
  readonly dependencies?: { readonly reference?: string; readonly commit: string };
  /** Files that git ignores and the server needs, relative to `within`. */
  readonly carry: readonly string[];
  /** The user's own build command, for a shell; absent: the package's `build` script, where there is one. */
  readonly build?: string;
}

/** Where an arm's code comes from. */
export type Source = { readonly kind: 'folder'; readonly path: string } | GitSource;

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

/** Programs that are Node, or lead to it. */
const nodePrograms: ReadonlySet<string> = new Set([
  ...['node', 'nodejs', 'npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'corepack', 'tsx', 'ts-node', 'nodemon'],
  ...['sh', 'bash', 'env'],
]);

/**
 * Does a command run in Node, as far as its first word tells? Any other program is watched from outside: it has no
 * event loop and no heap that it could tell of.
 */
export function runsOnNode({ command }: Pick<Launch, 'command'>): boolean {
  const name = command[0]?.split(/[/\\]/).at(-1) ?? '';
  return nodePrograms.has(name);
}
