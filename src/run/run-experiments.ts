import type { ExperimentsRecord } from '../model/experiments-record.js';
import { RigError } from '../rig/rig-error.js';
import { endBy } from './end-by.js';
import type { Bench } from './experiment/bench.js';
import { type BenchOptions, type BenchPlan, withBench } from './experiment/with-bench.js';
import { ExperimentsRecorder, type RecorderOptions } from './experiments-recorder.js';
import { ResumeError } from './resume-error.js';

/** What a run of experiments needs from outside. */
export type ExperimentsOptions<Kind extends string, Plan> = RecorderOptions<Kind, Plan> & BenchOptions;

/** What is run: its plan, the experiments that it is made of, and what they need. */
export interface ExperimentsRun<Kind extends string, Plan> {
  readonly kind: Kind;
  readonly plan: Plan;
  readonly ids: readonly string[];
  readonly needs: BenchPlan;
}

/** A round in which an arm fails is measured once more; what fails again is given up. */
export const mostFailedRounds = 2;

/**
 * Puts up a bench, has the experiments carried out, and gives the record, whose `end` says how it ended.
 *
 * Rejects for what kept it from starting (DatabaseError, RigError), for what it would go on with having changed
 * (ResumeError; the record stays as it was), and for faults of the bench. Nothing that it started is left when it
 * settles, nor after SIGKILL.
 */
export async function runExperiments<Kind extends string, Plan>(
  { kind, plan, ids, needs }: ExperimentsRun<Kind, Plan>,
  options: ExperimentsOptions<Kind, Plan>,
  carryOut: (bench: Bench, recorder: ExperimentsRecorder<Kind, Plan>) => Promise<void>,
): Promise<ExperimentsRecord<Kind, Plan>> {
  const recorder = new ExperimentsRecorder(kind, plan, ids, options);
  try {
    await withBench(needs, options, async (bench, { sources, dataChecksum }) => {
      recorder.keepSources(sources);
      if (bench.database) recorder.keepDatabase(bench.database.facts, dataChecksum);
      await carryOut(bench, recorder);
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
