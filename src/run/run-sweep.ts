import type { ExperimentRound } from '../model/experiments-record.js';
import { seededRandom, shuffled } from '../model/random.js';
import { type SweepPlan, type SweepRecord, sweepId } from '../model/sweep.js';
import { measureExperimentRound } from './experiment/measure-round.js';
import { type ExperimentsOptions, mostFailedRounds, runExperiments } from './run-experiments.js';
import { sweepProtocol } from './sweep-protocol.js';

/** What the next round is to measure, and how many rounds like it are still wanted. */
export interface NextRound {
  readonly values: readonly number[];
  readonly roundsLeft: number;
}

/** What a sweep needs from outside. */
export type SweepRunOptions = ExperimentsOptions<'sweep', SweepPlan> & {
  /** Asked before every round; undefined: all is measured. */
  readonly next: (record: SweepRecord) => NextRound | undefined;
};

/** Measures both arms at the values that are asked for, round after round; settles as `runExperiments` does. */
export function runSweep(plan: SweepPlan, options: SweepRunOptions): Promise<SweepRecord> {
  const { subject, arms, seed, database } = plan;
  const run = { kind: 'sweep', plan, ids: [sweepId], needs: { subject, arms, seed, database } } as const;
  return runExperiments(run, options, async (bench, recorder) => {
    for (;;) {
      const rounds = recorder.roundsOf(sweepId);
      const next = options.next(recorder.record);
      if (!next || rounds.filter(failed).length >= mostFailedRounds) return;
      bench.signal.throwIfAborted();
      const index = rounds.length;
      const values = shuffled(next.values, seededRandom(seed + index));
      const protocol = sweepProtocol(plan, values);
      const remainingMs = next.roundsLeft * (rounds.at(-1)?.elapsedMs ?? 1000 * protocol.roundSeconds);
      options.onProgress({
        kind: 'sweep',
        values: [...values].sort((a, b) => a - b),
        roundsLeft: next.roundsLeft,
        remainingMs,
      });
      const round = { protocol, arms, index, seed: seed + 1000 + index };
      recorder.addRound(sweepId, await measureExperimentRound(bench, round));
    }
  });
}

function failed({ observations }: ExperimentRound): boolean {
  return observations.some(({ state }) => state === 'failed');
}
