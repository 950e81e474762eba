import { countOf } from '../../model/histogram.js';
import type { SliceLoad } from '../../model/slice.js';
import type { LinkReading } from '../../rig/link/commands.js';
import { type ServerReading, usageBetween } from '../../rig/server/server.js';
import type { Lane } from './lane.js';

/** All that can be read of an arm at one moment. */
export interface LaneReading {
  readonly server: ServerReading;
  readonly database: LinkReading | undefined;
  readonly client: LinkReading | undefined;
}

export async function readLane(lane: Lane): Promise<LaneReading> {
  const [server, database, client] = await Promise.all([
    lane.server.read(),
    lane.databaseLink?.read(),
    lane.clientLink?.read(),
  ]);
  return { server, database, client };
}

/** What requests cost between two readings, each request's share of it; times in microseconds. */
export function costsBetween(
  start: LaneReading,
  end: LaneReading,
  { sentCount, responseCount, latencyTotalUs, failureCount }: SliceLoad,
): Record<string, number | undefined> {
  const usage = usageBetween(start.server, end.server);
  const queries = countOf(usage.databaseQueriesUs);
  const perRequest = (total: number | undefined) => (total === undefined ? undefined : total / sentCount);
  const between = (of: (reading: LaneReading) => number | undefined) => {
    const [before, after] = [of(start), of(end)];
    return before === undefined || after === undefined ? undefined : after - before;
  };
  return {
    requests: sentCount,
    failures: failureCount,
    latencyUs: latencyTotalUs / responseCount,
    cpuUs: perRequest(usage.cpuUs),
    rssBytes: usage.rssBytes,
    outputWrites: usage.outputWrites,
    queries: perRequest(queries),
    queryUs: queries === 0 ? undefined : usage.databaseQueryTotalUs / queries,
    databaseBytes: perRequest(between(({ database }) => database && database.bytesUp + database.bytesDown)),
    databaseConnections: perRequest(between(({ database }) => database?.connectionsOpened)),
    clientConnections: perRequest(between(({ client }) => client?.connectionsOpened)),
  };
}
