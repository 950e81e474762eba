/** The package managers whose lock files are understood. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn';

/** What was done to make a checkout runnable. */
export interface InstallFacts {
  readonly packageManager: PackageManager | undefined;
  /** Of the lock file; absent where there is none. */
  readonly lockSha256: string | undefined;
  /**
   * `none`: it has no dependencies. `unlocked`: installed without a lock file, so that another day may bring others.
   */
  readonly dependencies: 'none' | 'cached' | 'installed' | 'unlocked';
  /** The command that built it; absent where there was nothing to build. */
  readonly build: string | undefined;
}

/** Where a checkout's code came from, and what was done to it. */
export interface CheckoutFacts extends InstallFacts {
  readonly commit: string;
  /** How many files differed from the commit, untracked ones included; absent for a commit as it is. */
  readonly changedFiles?: number;
  /** Settings such as `.env` that git ignores in the user's tree and nobody asked to carry over. */
  readonly leftBehind: readonly string[];
}

/** What takes time in making a checkout. */
export type CheckoutStep = 'checkout' | 'submodules' | 'install' | 'build';

/** Why code could not be had from a reference. */
export type SourceProblem =
  | { readonly kind: 'no-git' }
  | { readonly kind: 'no-repository'; readonly folder: string }
  /** A folder that should hold code is not there. */
  | { readonly kind: 'no-folder'; readonly folder: string }
  /** There is a repository, and nothing was committed to it yet. */
  | { readonly kind: 'no-commit'; readonly folder: string }
  /** Git refuses a repository that belongs to another user. */
  | { readonly kind: 'foreign-owner'; readonly folder: string }
  /** `known`: what could have been meant. `shallow`: history was cut off at cloning, the commit may lie beyond. */
  | {
      readonly kind: 'unknown-reference';
      readonly reference: string;
      readonly known: readonly string[];
      readonly shallow: boolean;
    }
  /** No way leads from one commit to the other. */
  | { readonly kind: 'no-ancestor'; readonly good: string; readonly bad: string }
  | { readonly kind: 'no-package-manager'; readonly manager: PackageManager; readonly lockFile: string }
  /** A file to carry over. */
  | { readonly kind: 'missing-file'; readonly file: string; readonly folder: string }
  | {
      readonly kind: 'step-failed';
      readonly step: CheckoutStep;
      readonly reference: string;
      readonly command: string;
      /** undefined: it was ended by a signal. */
      readonly exitCode: number | undefined;
      /** The last lines that it wrote. */
      readonly output: readonly string[];
    };
