import type { WarmupFacts } from '../model/record.js';
import type { RunningServer } from '../rig/server.js';
import { blame } from './arm-failure.js';
import { mirroredTurns } from './mirrored-turns.js';
import { measureSlice } from './slice.js';
import type { RoundOrder, Stage } from './stage.js';

const leastWindows = 5;
const lookBack = 3;
/** What a server bears in this time is the least it is warmed up with, however few requests the profile asks for (method §5.3). */
const leastMs = 1000;
/** What a server bears, against the open loop's rate. */
const timesTheRate = 2;
/** The last windows' CPU per request may differ by this much from one another (method §5.3). */
const steadyWithin = 0.03;

function isSteady(windowCpuUs: readonly number[]): boolean {
  const last = windowCpuUs.slice(-lookBack);
  return last.length === lookBack && Math.max(...last) <= Math.min(...last) * (1 + steadyWithin);
}

async function collectGarbage(server: RunningServer): Promise<void> {
  try {
    await server.collect();
  } catch (error) {
    throw server.failure() ?? error;
  }
}

/**
 * Warms all arms with the same requests, the same number of them, in turns: warming by time would compile the slower arm
 * less. Goes on, for all alike, until every arm's CPU per request is steady or the windows run out.
 *
 * What is left to luck there would be noise in the memory of the whole round, so it is not left to it. The first window begins
 * with every class at full concurrency: a request that is rare and heavy (a login: 16 MiB in each thread that ever hashed a
 * password) has then been everywhere. And all arms go on from a collected heap: else the arm that came first was seen before
 * its first full collection, and the other after it, with 30 MiB between identical servers.
 */
export async function warmUp(
  stage: Stage,
  order: RoundOrder,
  servers: ReadonlyMap<string, RunningServer>,
): Promise<ReadonlyMap<string, WarmupFacts>> {
  const { load, profile } = stage.plan;
  const least = Math.max(profile.warmupRequests, leastMs * 0.001 * timesTheRate * order.ratePerSecond);
  const requestCount = Math.ceil(least / leastWindows);
  const mostWindows = Math.floor((leastWindows * profile.mostWarmupRequests) / profile.warmupRequests);
  const cpu = new Map([...servers.keys()].map((armName) => [armName, [] as number[]]));
  let count = 0;
  for (let window = 0; window < mostWindows; window++) {
    if (window >= leastWindows && [...cpu.values()].every(isSteady)) break;
    // Consecutive windows mirror each other, as slices do.
    const turns = mirroredTurns(order.planned.armOrder, window + 1).filter(({ index }) => index === window);
    for (const { armName } of turns) {
      const server = servers.get(armName);
      if (!server) continue;
      const slice = await blame(armName, () =>
        measureSlice(stage, server, window, {
          kind: 'warm-up',
          port: server.port,
          // The same requests in every window: what differs between windows is the server, not the mix.
          seed: order.planned.loadSeed,
          requestTimeoutMs: load.requestTimeoutMs,
          connections: load.connections,
          requestCount,
          classByClass: window === 0,
        }),
      );
      cpu.get(armName)?.push(slice.server.cpuUs / slice.load.responseCount);
    }
    count += requestCount;
  }
  for (const server of servers.values()) await blame(server.armName, () => collectGarbage(server));
  return new Map(
    [...cpu].map(([armName, windowCpuUs]) => [
      armName,
      { requestCount: count, steady: isSteady(windowCpuUs), windowCpuUs },
    ]),
  );
}
