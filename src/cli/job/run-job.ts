import { fileURLToPath } from 'node:url';
import type { Plan } from '../../model/plan.js';
import type { RunRecord } from '../../model/record.js';
import { failureText } from '../../report/words/failures.js';
import { budgetTooShort } from '../../report/words/forecast.js';
import { resumeFaultText, setupFaultText, storeFaultText } from '../../report/words/setup-faults.js';
import { sourceProblemText } from '../../report/words/sources.js';
import { BudgetError, ResumeError, RigError, SetupError, SourceError, StoreError } from '../../run/errors.js';
import { type RunOptions, runPlan } from '../../run/run-plan.js';
import type { RecordStore } from '../../run/store/store.js';
import { runningEstimate } from '../../stats/decide.js';
import { exitCodes } from '../edge/exit-code.js';
import type { Io } from '../edge/io.js';
import { progressView } from '../edge/progress-view.js';
import { toolIdentity } from '../edge/tool-version.js';
import { UserError } from '../edge/user-error.js';
import { foreseeing } from './foresee.js';

/** The folder of lotus-bench: three above this compiled file. */
const repository = fileURLToPath(new URL('../../../..', import.meta.url));

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
): Promise<RunRecord> {
  const view = progressView(io.stderr);
  const abort = new AbortController();
  const startedMs = performance.now();
  let interrupts = 0;
  const detach = io.onInterrupt((signal) => {
    interrupts++;
    view.show({ kind: 'interrupt', signal, again: interrupts > 1 });
    abort.abort(new Error('interrupted'));
  });
  try {
    return await runPlan(plan, {
      ...given,
      resume,
      runId,
      toolVersion: toolIdentity(),
      repository,
      signal: abort.signal,
      foresee: foreseeing(plan, () => performance.now() - startedMs),
      estimates: runningEstimate,
      onProgress: (event) => view.show(event),
      save: (growing) => store.save(growing),
    });
  } catch (error) {
    if (error instanceof SetupError) throw new UserError(setupFaultText(error.fault));
    if (error instanceof SourceError) throw new UserError(sourceProblemText(error.problem), exitCodes.undecided);
    if (error instanceof BudgetError) throw new UserError(budgetTooShort(plan, error));
    if (error instanceof StoreError)
      throw new UserError(`${storeFaultText(error.fault)}, then go on with --resume ${store.folder}`);
    if (error instanceof ResumeError) throw new UserError(`--resume: ${resumeFaultText(error.fault)}`);
    if (error instanceof RigError)
      throw new UserError(
        [failureText(error.failure), ...error.output.map((line) => `  | ${line}`)].join('\n'),
        exitCodes.undecided,
      );
    throw error;
  } finally {
    view.end();
    detach();
  }
}
