/** The package managers whose lock files are understood. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn';

/** Where a checkout's code came from, and what was done to it. Digests are of what the arms could differ by. */
export interface CheckoutFacts {
  /** As the user wrote it: `main`, `v1.2`, `HEAD~1`. */
  readonly reference: string;
  readonly commit: string;
  readonly packageManager: PackageManager | undefined;
  /** Of the lock file; absent where there is none. */
  readonly lockSha256: string | undefined;
  /** `none`: the package has no dependencies. `unlocked`: installed without a lock file, so that another day may bring others. */
  readonly dependencies: 'none' | 'cached' | 'installed' | 'unlocked';
  /** The command that built it; absent where there was nothing to build. */
  readonly build: string | undefined;
  /** Files that the user listed, copied from their tree. */
  readonly carried: readonly string[];
}

/** Why code could not be had from a reference. */
export type SourceProblem =
  | { readonly kind: 'no-git' }
  | { readonly kind: 'no-repository'; readonly folder: string }
  /** Git refuses a repository that belongs to another user. */
  | { readonly kind: 'foreign-owner'; readonly folder: string }
  /** `known`: what could have been meant. `shallow`: the history was cut off at cloning, and the commit may lie beyond. */
  | {
      readonly kind: 'unknown-reference';
      readonly reference: string;
      readonly known: readonly string[];
      readonly shallow: boolean;
    }
  | { readonly kind: 'no-package-manager'; readonly manager: PackageManager; readonly lockFile: string }
  | { readonly kind: 'missing-file'; readonly file: string; readonly folder: string }
  | {
      readonly kind: 'step-failed';
      readonly step: 'checkout' | 'submodules' | 'install' | 'build';
      readonly reference: string;
      readonly command: string;
      /** undefined: it was ended by a signal. */
      readonly exitCode: number | undefined;
      /** The last lines that it wrote. */
      readonly output: readonly string[];
    };
