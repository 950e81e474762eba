import type { ClaimsPlan, ExperimentResult } from '../../model/claims-record.js';
import type { Experiment } from '../../model/experiment.js';

/** How long a run of experiments will still take: what each says of itself, at the pace of this machine so far. */
export class Pace {
  readonly #plan: ClaimsPlan;
  #expectedMs = 0;
  #tookMs = 0;

  constructor(plan: ClaimsPlan, results: readonly ExperimentResult[]) {
    this.#plan = plan;
    for (const { id, rounds } of results) {
      const experiment = plan.book.experiments.find((each) => each.id === id);
      for (const { elapsedMs } of rounds) if (experiment) this.took(experiment, elapsedMs);
    }
  }

  took({ roundSeconds }: Experiment, elapsedMs: number): void {
    this.#expectedMs += roundSeconds * 1000;
    this.#tookMs += elapsedMs;
  }

  remainingMs(results: readonly ExperimentResult[]): number {
    const left = this.#plan.book.experiments.map(({ id, rounds, roundSeconds }) => {
      const done = results.find((result) => result.id === id)?.rounds.length ?? 0;
      return Math.max(0, rounds[this.#plan.profile] - done) * roundSeconds * 1000;
    });
    const pace = this.#expectedMs === 0 ? 1 : this.#tookMs / this.#expectedMs;
    return pace * left.reduce((sum, ms) => sum + ms, 0);
  }
}
