import { fileURLToPath } from 'node:url';
import { mistakesOf } from '../../../plan/checked.js';
import { type Given, readFlags } from '../../../plan/flags/read-flags.js';
import { serveFlags } from '../../../plan/flags/serve-flags.js';
import { armOf, defaultSetting, mistakesInSetting } from '../../../plan/variants/arms.js';
import { failureText } from '../../../report/words/failures.js';
import { setupFaultText } from '../../../report/words/setup-faults.js';
import { DatabaseError, RigError } from '../../../run/errors.js';
import { serveTarget } from '../../../run/serve-target.js';
import { type ExitCode, exitCodes } from '../../edge/exit-code.js';
import type { Io } from '../../edge/io.js';
import { progressView } from '../../edge/progress-view.js';
import { badUsage, UserError } from '../../edge/user-error.js';
import { scenarioLoaders } from '../../job/scenarios.js';

const repository = fileURLToPath(new URL('../../../../..', import.meta.url));

/**
 * `lotus-bench serve`: runs until it is interrupted, or the server ends. Throws UserError with all mistakes at once.
 */
export async function serve(given: Given, io: Io): Promise<ExitCode> {
  const { default: scenario } = await scenarioLoaders.browsing();
  const read = readFlags(serveFlags, given);
  const wanted = given.flags.optimizations;
  const mistakes = typeof wanted === 'string' ? mistakesInSetting('--optimizations', wanted, scenario) : [];
  if (read.state === 'mistaken' || mistakes.length > 0) throw badUsage([...mistakesOf(read), ...mistakes]);
  const { optimizations, port, db = { kind: 'auto' }, seedData } = read.value;
  const setting = optimizations ?? defaultSetting(scenario.switches, 'last');
  const arm = armOf({ name: 'served', setting, env: {} }, scenario);
  const view = progressView(io.stderr);
  const abort = new AbortController();
  const detach = io.onInterrupt(() => abort.abort());
  try {
    const ended = await serveTarget(
      { target: scenario.target, arm, port, db, seedData },
      {
        repository,
        signal: abort.signal,
        onProgress: (event) => view.show(event),
      },
    );
    return ended === 'interrupted' ? exitCodes.passed : exitCodes.internalFault;
  } catch (error) {
    if (error instanceof DatabaseError) throw new UserError(setupFaultText(error.fault));
    if (error instanceof RigError) throw new UserError(failureText(error.failure));
    throw error;
  } finally {
    detach();
  }
}
