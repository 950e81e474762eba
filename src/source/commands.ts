import type { SourceProblem } from '../model/source.js';

/** How a command ended. */
export interface Ended {
  /** undefined: by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** The last lines of both streams. */
  readonly output: readonly string[];
}

/**
 * Runs programs for this room: guarded, so that none outlives the bench. Rejects where the program is not there
 * (`ENOENT`) and when the run is interrupted.
 */
export interface Commands {
  run(
    program: string,
    args: readonly string[],
    options: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
  ): Promise<Ended>;
}

/** Code could not be had; the problem says why. */
export class SourceError extends Error {
  readonly problem: SourceProblem;

  constructor(problem: SourceProblem) {
    super(problem.kind);
    this.name = 'SourceError';
    this.problem = problem;
  }
}

/** The program is not on the PATH. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
