import { appliesTo } from '../../model/plan.js';
import type { RunningServer } from '../../rig/server/server.js';
import type { RunContext } from '../round/context.js';
import { measureSlice, targetOf } from '../round/slice.js';
import { requestsIn } from './amounts.js';

/** Requests for each connection in a batch that only finds out how many fit into `batchMs`. */
const probePerConnection = 2;

/** The closed-loop requests per second that each arm sustains, from batches whose size a first, small one decides. */
export async function measureCapacity(
  context: RunContext,
  servers: readonly RunningServer[],
): Promise<ReadonlyMap<string, number>> {
  const { plan } = context;
  const phase = plan.profile.phases.find((each) => each.kind === 'closed');
  const perSecond = new Map<string, number>();
  if (!phase || !appliesTo('closed', plan.scenario)) return perSecond;
  const { connections, batchMs } = phase;
  const batch = async (server: RunningServer, index: number, requestCount: number) => {
    const { load } = await measureSlice(context, server, index, {
      kind: 'closed',
      target: targetOf(server),
      seed: plan.seed + index,
      requestTimeoutMs: plan.load.requestTimeoutMs,
      connections,
      requestCount,
    });
    return load.responseCount / (load.elapsedMs / 1000);
  };
  for (const server of servers) perSecond.set(server.armName, await batch(server, 0, connections * probePerConnection));
  // A second batch of the right size: the first opened connections and pools.
  const requestCount = requestsIn(batchMs, perSecond, connections);
  for (const server of servers) perSecond.set(server.armName, await batch(server, 1, requestCount));
  return perSecond;
}
