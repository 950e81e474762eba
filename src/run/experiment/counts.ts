import { countOf, type HistogramUs, percentileUs } from '../../model/histogram.js';
import type { SliceLoad } from '../../model/slice.js';
import type { LinkReading } from '../../rig/link/commands.js';
import type { Sample } from '../../rig/server/report-messages.js';
import { type ServerReading, usageBetween } from '../../rig/server/server.js';
import { added } from '../../rig/server/usage.js';
import { ArmFailure } from '../round/arm-failure.js';
import { wrongAnswers } from '../round/slice-health.js';
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

/** The percentiles that are kept of response times, in microseconds. */
export function percentilesOf(latencyUs: HistogramUs): Record<'p50Us' | 'p95Us' | 'p99Us', number | undefined> {
  const [p50Us, p95Us, p99Us] = [0.5, 0.95, 0.99].map((share) => percentileUs(latencyUs, share));
  return { p50Us, p95Us, p99Us };
}

/** Of all processes of a server that listen, as one; undefined where one of them does not tell. */
export function totalOf({ samples }: ServerReading, of: (sample: Sample) => number | undefined): number | undefined {
  return added([...samples.values()].map(of));
}

/** Throws ArmFailure where a server answered wrongly too often: it has no speed. */
export function checkAnswers({ arm }: Lane, load: SliceLoad): void {
  const wrong = wrongAnswers([load]);
  if (wrong) throw new ArmFailure(arm.name, wrong);
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
