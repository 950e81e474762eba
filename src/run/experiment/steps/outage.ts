import { setTimeout as delay } from 'node:timers/promises';
import { type Asked, askOn } from '../../../load/http/availability.js';
import { addressOf } from '../../../model/database-address.js';
import type { Step } from '../../../model/experiment.js';
import type { Bench, StepContext } from '../bench.js';
import type { Lane } from '../lane.js';
import { oneRequest } from '../requests.js';

type Outage = Extract<Step, { kind: 'outage' }>;

/** An answer that a person would not wait for is none. */
const patienceMs = 2000;
/** Before the cut: the connections that it breaks must be there. */
const beforeMs = 500;
const dayMs = 86_400_000;

/** Takes the database away from all arms at once, under load, and gives it back. */
export async function outage(step: Outage, { bench, lanes, seed }: StepContext): Promise<void> {
  // A database that somebody else runs is not killed: what that would show is not measured.
  if (step.how === 'restart' && bench.database?.pid === undefined) return;
  const request = oneRequest(bench.subject, step.request, seed);
  const askers = lanes.map((lane) => askOn(lane.target, request, { perSecond: step.perSecond, timeoutMs: patienceMs }));
  let cutMs = 0;
  let backMs = 0;
  let attempts: readonly number[] = [];
  try {
    await delay(beforeMs, undefined, { signal: bench.signal });
    const before = await connectionsOf(lanes);
    cutMs = performance.now();
    if (step.how === 'restart') await restart(step, bench, lanes);
    else await cutLinks(step, bench, lanes);
    backMs = performance.now();
    attempts = (await connectionsOf(lanes)).map((count, i) => count - (before[i] ?? 0));
    await delay(step.afterMs, undefined, { signal: bench.signal });
  } finally {
    const asked = await Promise.all(askers.map((asker) => asker.end()));
    for (const [i, lane] of lanes.entries()) keep(lane, step, asked[i] ?? [], { cutMs, backMs, attempts: attempts[i] });
  }
}

async function connectionsOf(lanes: readonly Lane[]): Promise<readonly number[]> {
  return Promise.all(
    lanes.map(async ({ databaseLink }) => {
      const reading = await databaseLink?.read();
      return reading?.connectionsOpened ?? 0;
    }),
  );
}

async function cutLinks({ outageMs }: Outage, { signal }: Bench, lanes: readonly Lane[]): Promise<void> {
  await Promise.all(lanes.map(({ databaseLink }) => databaseLink?.cut('reset')));
  try {
    await delay(outageMs, undefined, { signal });
  } finally {
    await Promise.all(lanes.map(({ databaseLink }) => databaseLink?.heal()));
  }
}

/** The other one is filled first: how long that takes is no part of the outage. */
async function restart({ outageMs }: Outage, bench: Bench, lanes: readonly Lane[]): Promise<void> {
  const { database: old } = bench;
  bench.database = await bench.startAnother();
  if (old?.pid !== undefined) process.kill(old.pid, 'SIGKILL');
  await old?.stop();
  await delay(outageMs, undefined, { signal: bench.signal });
  const address = addressOf(bench.database.templateUri);
  if (!address) throw new TypeError('a database that was launched has no address');
  await Promise.all(lanes.map(({ databaseLink }) => databaseLink?.aim(address)));
}

function keep(
  lane: Lane,
  { as }: Outage,
  asked: readonly Asked[],
  { cutMs, backMs, attempts }: { cutMs: number; backMs: number; attempts: number | undefined },
): void {
  const since = asked.filter(({ sentAtMs }) => sentAtMs >= cutMs);
  const firstGood = since.filter(({ sentAtMs, good }) => good && sentAtMs >= backMs).map(({ doneAtMs }) => doneAtMs);
  const recoveredMs = firstGood.length === 0 ? undefined : Math.min(...firstGood);
  lane.keep(as, {
    good: since.filter(({ good }) => good).length / since.length,
    recovered: recoveredMs === undefined ? 0 : 1,
    recoveryMs: recoveredMs === undefined ? undefined : recoveredMs - backMs,
    // A server that does not come back by itself is away until somebody restarts it.
    availablePerDay: recoveredMs === undefined ? 0 : 1 - (recoveredMs - cutMs) / dayMs,
    longestFor999Ms: longestOutageMs(0.999, recoveredMs, backMs),
    longestFor95Ms: longestOutageMs(0.95, recoveredMs, backMs),
    attemptsPerSecond: attempts === undefined ? undefined : (1000 * attempts) / (backMs - cutMs),
    alive: lane.server.failure() === undefined ? 1 : 0,
  });
}

/**
 * How long one outage a day may last so that this share of the day is left, in milliseconds: it is over for users once
 * the server has recovered as well. None where it never does.
 */
function longestOutageMs(share: number, recoveredMs: number | undefined, backMs: number): number {
  return recoveredMs === undefined ? 0 : Math.max(0, (1 - share) * dayMs - (recoveredMs - backMs));
}
