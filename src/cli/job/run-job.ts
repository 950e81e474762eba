import { fileURLToPath } from 'node:url';
import type { Plan } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import { runSamples } from '../../report/export/openmetrics/run-samples.js';
import { budgetTooShort } from '../../report/words/forecast.js';
import { BudgetError } from '../../run/errors.js';
import { type RunOptions, runPlan } from '../../run/run-plan.js';
import type { RecordStore } from '../../run/store/store.js';
import { runningEstimate } from '../../stats/decide.js';
import type { Io } from '../edge/io.js';
import { toolIdentity } from '../edge/tool-version.js';
import { UserError } from '../edge/user-error.js';
import { foreseeing } from './foresee.js';
import { untilInterrupted } from './until-interrupted.js';
import type { Show } from './with-metrics.js';

/** The folder of lotus-bench: three above this compiled file. */
export const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/** One run, ready to begin: everything that can be wrong with it has been found by now. */
export interface Job {
  readonly plan: Plan;
  readonly runId: string;
  readonly store: RecordStore;
  /** The record of the run that it resumes. */
  readonly resume?: RunRecord;
}

/**
 * Runs a plan to its end: progress to stderr, interrupts obeyed, the record saved as it grows. Gives the record, whose
 * `end` says how it ended. Throws UserError for what kept it from starting.
 */
export async function runJob(
  { plan, runId, store, resume }: Job,
  given: Pick<RunOptions, 'decide' | 'calibrationFor'>,
  io: Io,
  show: Show = () => undefined,
): Promise<RunRecord> {
  const startedMs = performance.now();
  return untilInterrupted(store.folder, io, async (underway) => {
    try {
      return await runPlan(plan, {
        ...given,
        ...underway,
        resume,
        runId,
        toolVersion: toolIdentity(),
        repository,
        foresee: foreseeing(plan, () => performance.now() - startedMs),
        estimates: runningEstimate,
        save: (growing) => {
          store.save(growing);
          show(() => runSamples(growing));
        },
      });
    } catch (error) {
      throw error instanceof BudgetError ? new UserError(budgetTooShort(plan, error)) : error;
    }
  });
}
