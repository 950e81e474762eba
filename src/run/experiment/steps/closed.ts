import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from '../../../model/experiment.js';
import type { StepContext } from '../bench.js';
import { costsBetween, readLane } from '../counts.js';
import type { Lane } from '../lane.js';
import { chosen } from '../requests.js';

type Closed = Extract<Step, { kind: 'closed' }>;

const timeoutMs = 30_000;
/** How often it is looked how many connections to its database a server has open. */
const lookEveryMs = 20;

/** A closed loop on one arm after another. */
export async function closed(step: Closed, { bench, lanes, seed }: StepContext): Promise<void> {
  await bench.load.prepare(chosen(bench.subject, step.requests));
  for (const lane of lanes) {
    await lane.attempt(async () => {
      const start = await readLane(lane);
      const watch = watchConnections(lane);
      const load = await bench.load.run({
        kind: 'closed',
        seed,
        requestTimeoutMs: timeoutMs,
        target: lane.target,
        connections: step.connections,
        requestCount: step.count,
      });
      const mostOpen = await watch.end();
      const costs = costsBetween(start, await readLane(lane), load);
      lane.keep(step.as, { ...costs, mostOpen, perSecond: (1000 * load.responseCount) / load.elapsedMs });
    });
  }
}

/** The most connections that its link to the database had open at one look. */
function watchConnections({ databaseLink }: Lane): { end(): Promise<number | undefined> } {
  if (!databaseLink) return { end: async () => undefined };
  let most = 0;
  let over = false;
  const looking = (async () => {
    while (!over) {
      most = Math.max(most, (await databaseLink.read()).connectionsOpen);
      await delay(lookEveryMs);
    }
  })();
  return {
    async end() {
      over = true;
      await looking;
      return most;
    },
  };
}
