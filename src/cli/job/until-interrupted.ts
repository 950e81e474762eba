import type { ProgressEvent } from '../../model/progress.js';
import { failureText } from '../../report/words/failures.js';
import { resumeFaultText, setupFaultText, storeFaultText } from '../../report/words/setup-faults.js';
import { sourceProblemText } from '../../report/words/sources.js';
import { ResumeError, RigError, SetupError, SourceError, StoreError } from '../../run/errors.js';
import { exitCodes } from '../edge/exit-code.js';
import type { Io } from '../edge/io.js';
import { progressView } from '../edge/progress-view.js';
import { UserError } from '../edge/user-error.js';

/** What something that takes long is given: when to stop, and whom to tell how it goes on. */
export interface Underway {
  readonly signal: AbortSignal;
  readonly onProgress: (event: ProgressEvent) => void;
}

/**
 * Does something that takes long: progress to stderr, and the signal aborted at the first interrupt. Throws UserError
 * for what the user can mend; `folder`: where the record is, to go on with.
 */
export async function untilInterrupted<T>(folder: string, io: Io, run: (underway: Underway) => Promise<T>): Promise<T> {
  const view = progressView(io.stderr);
  const abort = new AbortController();
  let interrupts = 0;
  const detach = io.onInterrupt((signal) => {
    interrupts++;
    view.show({ kind: 'interrupt', signal, again: interrupts > 1 });
    abort.abort(new Error('interrupted'));
  });
  try {
    return await run({ signal: abort.signal, onProgress: (event) => view.show(event) });
  } catch (error) {
    throw forUser(error, folder);
  } finally {
    view.end();
    detach();
  }
}

/** What a run rejected with, in words where the user can mend it. */
function forUser(error: unknown, folder: string): unknown {
  if (error instanceof SetupError) return new UserError(setupFaultText(error.fault));
  if (error instanceof SourceError) return new UserError(sourceProblemText(error.problem), exitCodes.undecided);
  if (error instanceof StoreError)
    return new UserError(`${storeFaultText(error.fault)}, then go on with --resume ${folder}`);
  if (error instanceof ResumeError) return new UserError(`--resume: ${resumeFaultText(error.fault)}`);
  if (error instanceof RigError) {
    const lines = [failureText(error.failure), ...error.output.map((line) => `  | ${line}`)];
    return new UserError(lines.join('\n'), exitCodes.undecided);
  }
  return error;
}
