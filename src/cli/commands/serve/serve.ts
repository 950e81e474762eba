import { fileURLToPath } from 'node:url';
import { readServeOptions } from '../../../plan/serve-options.js';
import { failureText } from '../../../report/words/failures.js';
import { setupFaultText } from '../../../report/words/setup-faults.js';
import { DatabaseError, RigError } from '../../../run/errors.js';
import { serveLotus } from '../../../run/serve-lotus.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { progressView } from '../../edge/progress-view.js';
import { badUsage, UserError } from '../../edge/user-error.js';
import { scenarioLoaders } from '../../job/scenarios.js';

const repository = fileURLToPath(new URL('../../../../..', import.meta.url));

/** `lotus-bench serve`: runs until it is interrupted, or the server ends. */
export async function serve(flags: Readonly<Record<string, unknown>>, io: Io): Promise<ExitCode> {
  const { default: scenario } = await scenarioLoaders.browsing();
  const read = readServeOptions(flags, scenario);
  if ('mistakes' in read) throw badUsage(read.mistakes);
  const view = progressView(io.stderr);
  const abort = new AbortController();
  const detach = io.onInterrupt(() => abort.abort());
  try {
    const ended = await serveLotus(scenario, read.options, {
      repository,
      signal: abort.signal,
      onProgress: (event) => view.show(event),
    });
    return ended === 'interrupted' ? exitCodes.passed : exitCodes.internalFault;
  } catch (error) {
    if (error instanceof DatabaseError) throw new UserError(setupFaultText(error.fault));
    if (error instanceof RigError) throw new UserError(failureText(error.failure));
    throw error;
  } finally {
    detach();
  }
}
