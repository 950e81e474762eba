import type { Step } from '../../../model/experiment.js';
import { mergeHistograms } from '../../../model/histogram.js';
import type { PoolUse } from '../../../rig/server/report-messages.js';
import type { ServerReading } from '../../../rig/server/server.js';
import type { StepContext } from '../bench.js';
import { percentilesOf } from '../counts.js';
import type { Lane } from '../lane.js';
import { chosen, requestTimeoutMs } from '../requests.js';

type SeriesStep = Extract<Step, { kind: 'series' }>;

/** Load at a steady rate on one arm after another, looked at again and again. */
export async function series(step: SeriesStep, context: StepContext): Promise<void> {
  await context.bench.load.prepare(chosen(context.bench.subject, step.requests));
  for (const lane of context.lanes) await lane.attempt(() => watch(step, context, lane));
}

async function watch({ as, ...step }: SeriesStep, { bench, seed }: StepContext, lane: Lane): Promise<void> {
  const values: Record<string, (number | null)[]> = {};
  const add = (name: string, value: number | undefined) => {
    values[name] ??= [];
    values[name].push(value ?? null);
  };
  const all = [];
  let failures = 0;
  let sent = 0;
  let before = await lane.server.read();
  for (let i = 0; i < step.samples; i++) {
    const load = await bench.load.run({
      kind: 'open',
      seed: seed + i,
      requestTimeoutMs,
      target: lane.target,
      ratePerSecond: step.perSecond,
      discardMs: 0,
      durationMs: step.sampleMs,
    });
    const after = await lane.server.read();
    const [sample] = [...after.samples.values()];
    for (const [name, value] of Object.entries(percentilesOf(load.latencyUs))) add(name, value);
    add('cpuShare', (after.cpuUs - before.cpuUs) / 1000 / load.elapsedMs);
    add('rssBytes', sample?.rssBytes);
    add('loopDelayP99Us', sample?.loopDelayP99Us);
    const pool = poolBetween(before, after);
    add('poolInUse', pool && pool.checkedOutMs / load.elapsedMs);
    add('poolWaiting', pool && pool.waitingMs / load.elapsedMs);
    add('errorShare', load.failureCount / load.sentCount);
    all.push(load.latencyUs);
    failures += load.failureCount;
    sent += load.sentCount;
    before = after;
  }
  const merged = mergeHistograms(all);
  const mean = (name: string) => {
    const known = (values[name] ?? []).filter((value) => value !== null);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  lane.keepSeries(as, { stepMs: step.sampleMs, values });
  lane.keep(as, {
    ...percentilesOf(merged),
    cpuShare: mean('cpuShare'),
    rssBytes: mean('rssBytes'),
    loopDelayP99Us: mean('loopDelayP99Us'),
    poolInUse: mean('poolInUse'),
    poolWaiting: mean('poolWaiting'),
    errorShare: failures / sent,
  });
}

/** How its pool was used between two readings; undefined of a server that publishes nothing of it. */
function poolBetween(before: ServerReading, after: ServerReading): PoolUse | undefined {
  const [start, end] = [before, after].map(({ samples }) => [...samples.values()][0]?.pool);
  if (!start || !end) return undefined;
  return { checkedOutMs: end.checkedOutMs - start.checkedOutMs, waitingMs: end.waitingMs - start.waitingMs };
}
