/** What a look at a user's project tells of its server. */
export interface ProjectFacts {
  /** The name in its package.json, or of its folder. */
  readonly name: string;
  /** Its package.json is no JSON: nothing was learnt from it. */
  readonly brokenPackage: boolean;
  /** How the server is started, and where that was found; undefined: nothing that starts. */
  readonly start: { readonly command: string; readonly from: 'script' | 'main' | 'file' } | undefined;
  /** A `build` script is there, which checkouts run by themselves. */
  readonly builds: boolean;
  /** The packages among its dependencies that servers are made with. */
  readonly frameworks: readonly string[];
  /** A MongoDB client among its dependencies, and the variable in which its code looks for the address. */
  readonly database: { readonly client: string; readonly variable: string | undefined } | undefined;
  /** Paths without parameters that its code answers GET on, in the order in which they were found. */
  readonly paths: readonly string[];
  /** The branch that a tree is usually compared with; undefined: no git repository, or no such branch. */
  readonly mainBranch: string | undefined;
  /** Files that git ignores and servers read: `.env`. */
  readonly ignoredFiles: readonly string[];
}
