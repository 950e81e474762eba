import type { LoadOrder } from '../load/order.js';
import type { Slice } from '../model/record.js';
import { databaseUsageBetween } from '../rig/database.js';
import { RigError } from '../rig/error.js';
import { type RunningServer, usageBetween } from '../rig/server.js';
import { generatorFault, wrongAnswers } from './slice-health.js';
import type { Stage } from './stage.js';

/** A server that answered wrongly, or not at all, under load. Its trial is invalid, with what was counted. */
export class BadAnswersError extends RigError {
  readonly failures: { readonly failureCount: number; readonly requestCount: number };

  constructor(
    reason: 'wrong-answers' | 'no-responses',
    detail: string,
    failures: { failureCount: number; requestCount: number },
  ) {
    super(reason, detail);
    this.failures = failures;
  }
}

/**
 * Loads one server with one slice, and reads server and database at the edges of the counted window.
 * Throws RigError when the server died or answered wrongly. A slice for which the generator was unfit comes back as invalid.
 */
export async function measureSlice(
  stage: Stage,
  server: RunningServer,
  index: number,
  order: LoadOrder,
): Promise<Slice> {
  const read = () => Promise.all([server.read(), stage.database.read()]);
  let start: ReturnType<typeof read> | undefined;
  let end: ReturnType<typeof read> | undefined;
  let meanRss: ReturnType<RunningServer['watchRss']> | undefined;
  let meanRssBytes: number | undefined;
  try {
    const load = await stage.load.run(order, {
      onWindowStart: () => {
        start = read();
        meanRss = server.watchRss();
        // Awaited below; a server that dies meanwhile must not be an unhandled rejection.
        start.catch(() => undefined);
      },
      onWindowEnd: () => {
        end = read();
        meanRssBytes = meanRss?.();
        end.catch(() => undefined);
      },
    });
    const died = server.failure();
    if (died) throw died;
    const wrong = wrongAnswers(load);
    if (wrong)
      throw new BadAnswersError(wrong.reason, wrong.detail, {
        failureCount: load.failureCount,
        requestCount: load.responseCount + load.failureCount,
      });
    if (!start || !end) throw new Error('the load process did not tell its window');
    const [serverStart, databaseStart] = await start;
    const [serverEnd, databaseEnd] = await end;
    const fault = generatorFault(load);
    return {
      index,
      load,
      server: usageBetween(serverStart, serverEnd, meanRssBytes),
      database: databaseUsageBetween(databaseStart, databaseEnd),
      ...(fault ? { invalid: fault } : {}),
    };
  } catch (error) {
    stage.signal.throwIfAborted();
    throw server.failure() ?? error;
  } finally {
    meanRss?.();
  }
}
