import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from '../../../model/experiment.js';
import type { StepContext } from '../bench.js';
import { checkAnswers, costsBetween, readLane } from '../counts.js';
import type { Lane } from '../lane.js';
import { chosen, requestTimeoutMs } from '../requests.js';

type Closed = Extract<Step, { kind: 'closed' }>;

/** How often it is looked how many connections to its database a server has open. */
const lookEveryMs = 20;

/** A closed loop on one arm after another. */
export async function closed(step: Closed, { bench, lanes, seed }: StepContext): Promise<void> {
  await bench.load.prepare(chosen(bench.subject, step.requests));
  for (const lane of lanes) {
    await lane.attempt(async () => {
      const start = await readLane(lane);
      const watch = watchConnections(lane);
      const loading = bench.load.run({
        kind: 'closed',
        seed,
        requestTimeoutMs,
        target: lane.target,
        connections: step.connections,
        requestCount: step.count,
      });
      const load = await loading.finally(() => watch.stop());
      checkAnswers(lane, load);
      const costs = costsBetween(start, await readLane(lane), load);
      lane.keep(step.as, { ...costs, mostOpen: watch.most, perSecond: (1000 * load.responseCount) / load.elapsedMs });
    });
  }
}

/** Watches how many connections its link to the database has open at once; until it is stopped. */
function watchConnections({ databaseLink }: Lane): { readonly most: number | undefined; stop(): Promise<void> } {
  let most: number | undefined;
  let over = false;
  const looking = (async () => {
    while (databaseLink && !over) {
      most = Math.max(most ?? 0, (await databaseLink.read()).connectionsOpen);
      await delay(lookEveryMs);
    }
  })();
  return {
    get most() {
      return most;
    },
    stop() {
      over = true;
      return looking;
    },
  };
}
