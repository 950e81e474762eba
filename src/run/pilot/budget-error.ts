/** The budget ends before the first look: nothing was measured, and nothing could have been decided. */
export class BudgetError extends Error {
  readonly budgetMs: number;
  /** What the first look needs on this machine, from the start of the run. */
  readonly neededMs: number;

  constructor(budgetMs: number, neededMs: number) {
    super('budget-too-short');
    this.name = 'BudgetError';
    this.budgetMs = budgetMs;
    this.neededMs = neededMs;
  }
}
