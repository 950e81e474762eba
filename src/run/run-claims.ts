import type { ClaimsPlan, ClaimsRecord, ExperimentRound } from '../model/claims-record.js';
import { RigError } from '../rig/rig-error.js';
import { ClaimsRecorder, type ClaimsRecorderOptions } from './claims-recorder.js';
import { endBy } from './end-by.js';
import type { Bench } from './experiment/bench.js';
import { measureExperimentRound } from './experiment/measure-round.js';
import { remainingMs } from './experiment/pace.js';
import { type BenchOptions, withBench } from './experiment/with-bench.js';
import { ResumeError } from './resume-error.js';

/** What a run of claims needs from outside. */
export type ClaimsOptions = ClaimsRecorderOptions & BenchOptions;

/** A round in which an arm fails is measured once more; an experiment whose arms fail again and again is given up. */
const mostFailedRounds = 2;

/**
 * Carries out every experiment of a plan, round by round, and gives the record, whose `end` says how it ended.
 *
 * Rejects for what kept it from starting (DatabaseError, RigError), for what it would go on with having changed
 * (ResumeError; the record stays as it was), and for faults of the bench. Nothing that it started is left when it
 * settles, nor after SIGKILL.
 */
export async function runClaims(plan: ClaimsPlan, options: ClaimsOptions): Promise<ClaimsRecord> {
  const recorder = new ClaimsRecorder(plan, options);
  try {
    await withBench(plan, options, async (bench, dataChecksum) => {
      recorder.keepDatabase(bench.database.facts, dataChecksum);
      await carryOutAll(bench, plan, recorder, options);
    });
    return recorder.end({ state: 'complete' });
  } catch (error) {
    if (options.signal.aborted) return recorder.end({ state: 'interrupted' });
    if (error instanceof ResumeError) throw error;
    const end = endBy(error);
    if (end.state === 'failed') recorder.end(end);
    // What was measured before the database died is reported all the same.
    if (error instanceof RigError && recorder.record.results.some(({ rounds }) => rounds.length > 0))
      return recorder.record;
    throw error;
  }
}

async function carryOutAll(
  bench: Bench,
  plan: ClaimsPlan,
  recorder: ClaimsRecorder,
  { onProgress }: ClaimsOptions,
): Promise<void> {
  const { experiments } = plan.book;
  for (const [experimentIndex, experiment] of experiments.entries()) {
    const { id, title } = experiment;
    const maxRounds = experiment.rounds[plan.profile];
    while (wantsAnother(recorder.roundsOf(id), maxRounds)) {
      bench.signal.throwIfAborted();
      const index = recorder.roundsOf(id).length;
      onProgress({
        kind: 'experiment',
        title,
        experimentIndex,
        experimentCount: experiments.length,
        roundIndex: index,
        maxRounds,
        remainingMs: remainingMs(recorder.record, experimentIndex),
      });
      const seed = plan.seed + 1000 * experimentIndex + index;
      const arms = plan.arms[id] ?? [];
      recorder.addRound(id, await measureExperimentRound(bench, { experiment, arms, index, seed }));
    }
  }
}

function wantsAnother(rounds: readonly ExperimentRound[], maxRounds: number): boolean {
  const failed = rounds.filter(({ observations }) => observations.some(({ state }) => state === 'failed')).length;
  return rounds.length - failed < maxRounds && failed < mostFailedRounds;
}
