import type { ClaimsPlan, ClaimsRecord } from '../model/claims-record.js';
import type { ExperimentRound } from '../model/experiments-record.js';
import { measureExperimentRound } from './experiment/measure-round.js';
import { remainingMs } from './experiment/pace.js';
import { type ExperimentsOptions, mostFailedRounds, runExperiments } from './run-experiments.js';

/** Carries out every experiment of a plan of claims, round by round; settles as `runExperiments` does. */
export function runClaims(plan: ClaimsPlan, options: ExperimentsOptions<'claims', ClaimsPlan>): Promise<ClaimsRecord> {
  const { subject, experiments } = plan.book;
  const arms = Object.values(plan.arms).flat().slice(0, 1);
  const { seed, database } = plan;
  const ids = experiments.map(({ id }) => id);
  const run = { kind: 'claims', plan, ids, needs: { subject, arms, seed, database } } as const;
  return runExperiments(run, options, async (bench, recorder) => {
    for (const [experimentIndex, experiment] of experiments.entries()) {
      const { id, title } = experiment;
      const maxRounds = experiment.rounds[plan.profile];
      while (wantsAnother(recorder.roundsOf(id), maxRounds)) {
        bench.signal.throwIfAborted();
        const index = recorder.roundsOf(id).length;
        options.onProgress({
          kind: 'experiment',
          title,
          experimentIndex,
          experimentCount: experiments.length,
          roundIndex: index,
          maxRounds,
          remainingMs: remainingMs(recorder.record, experimentIndex),
        });
        const round = { protocol: experiment, arms: plan.arms[id] ?? [], index };
        const roundSeed = seed + 1000 * experimentIndex + index;
        recorder.addRound(id, await measureExperimentRound(bench, { ...round, seed: roundSeed }));
      }
    }
  });
}

function wantsAnother(rounds: readonly ExperimentRound[], maxRounds: number): boolean {
  const failed = rounds.filter(({ observations }) => observations.some(({ state }) => state === 'failed')).length;
  return rounds.length - failed < maxRounds && failed < mostFailedRounds;
}
