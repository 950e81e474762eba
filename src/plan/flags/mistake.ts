/** One thing that is wrong with what the user asked for. */
export interface Mistake {
  /** The flag, key or file. */
  readonly where: string;
  /** What is wrong, and what to do about it. */
  readonly problem: string;
}

/** Everything that is wrong, found before anything was started. */
export class PlanError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(({ where, problem }) => `${where}: ${problem}`).join('\n'));
    this.name = 'PlanError';
    this.mistakes = mistakes;
  }
}
