import { setTimeout as delay } from 'node:timers/promises';
import { askOn } from '../../../load/http/availability.js';
import { type StalledClients, stallClients } from '../../../load/stalled/stalled-clients.js';
import { rssBytes } from '../../../machine/processes/proc.js';
import { connectionsOn } from '../../../machine/processes/tcp-tables.js';
import type { Step } from '../../../model/experiment.js';
import type { Bench, StepContext } from '../bench.js';
import type { Lane } from '../lane.js';
import { oneRequest } from '../requests.js';

type Stalled = Extract<Step, { kind: 'stalled-clients' }>;

/** The good clients beside them, and how long they wait. */
const asking = { perSecond: 10, timeoutMs: 2000 };
const lookEveryMs = 250;

/** Clients that stall on every arm at once, while others want to be served. */
export async function stalledClients(step: Stalled, { bench, lanes, seed }: StepContext): Promise<void> {
  await Promise.all(lanes.map((lane) => lane.attempt(() => stallOn(lane, step, bench, seed))));
}

async function stallOn(lane: Lane, step: Stalled, bench: Bench, seed: number): Promise<void> {
  const { groupId: pid, port } = lane.server;
  const path = oneRequest(bench.subject, step.request, seed).path;
  const others = askOn(lane.target, oneRequest(bench.subject, step.goodRequest, seed), asking);
  const before = { connections: connectionsOn(port), rssBytes: rssBytes(pid) };
  const connections: (number | null)[] = [];
  const memory: (number | null)[] = [];
  const look = () => {
    connections.push(more(connectionsOn(port), before.connections));
    memory.push(more(rssBytes(pid), before.rssBytes));
  };
  let clients: StalledClients | undefined;
  try {
    clients = await stallClients(lane.target, step.how, { count: step.count, path });
    for (const endMs = performance.now() + step.holdMs; performance.now() < endMs; ) {
      look();
      await delay(lookEveryMs, undefined, { signal: bench.signal });
    }
    look();
  } finally {
    clients?.close();
    const asked = await others.end();
    const growth = Math.max(...memory.map((bytes) => bytes ?? Number.NaN));
    lane.keep(step.as, {
      stillOpen: connections.at(-1) ?? undefined,
      rssGrowthBytes: growth,
      served: asked.filter(({ good }) => good).length / asked.length,
    });
    lane.keepSeries(step.as, { stepMs: lookEveryMs, values: { connections, rssGrowthBytes: memory } });
  }
}

/** `null` where it cannot be told here. The good clients' own few sockets are in it. */
function more(now: number | undefined, before: number | undefined): number | null {
  return now === undefined || before === undefined ? null : Math.max(0, now - before);
}
