import type { Step } from '../../../model/experiment.js';
import { percentileUs } from '../../../model/histogram.js';
import type { StepContext } from '../bench.js';
import { costsBetween, type LaneReading, readLane } from '../counts.js';
import type { Lane } from '../lane.js';
import { chosen } from '../requests.js';

/** No request of an experiment takes nearly as long; one that does has failed. */
const timeoutMs = 30_000;

/** One request to each arm in turn, the same for all, one in flight. */
export async function turns(
  step: Extract<Step, { kind: 'turns' }>,
  { bench, lanes, seed }: StepContext,
): Promise<void> {
  await bench.load.prepare(chosen(bench.subject, step.requests));
  const starts = await readAll(lanes);
  const alive = lanes.filter((lane) => starts.has(lane));
  const loads = await bench.load.turns({
    kind: 'turns',
    seed,
    requestTimeoutMs: timeoutMs,
    targets: alive.map(({ target }) => target),
    turns: step.turns,
    ...(step.pauseMs === undefined ? {} : { pauseMs: step.pauseMs }),
  });
  const ends = await readAll(alive);
  for (const [i, lane] of alive.entries()) {
    const [start, load, end] = [starts.get(lane), loads[i], ends.get(lane)];
    if (!start || !load || !end) continue;
    lane.keep(step.as, {
      ...costsBetween(start, end, load),
      p50Us: percentileUs(load.latencyUs, 0.5),
      p95Us: percentileUs(load.latencyUs, 0.95),
      p99Us: percentileUs(load.latencyUs, 0.99),
    });
  }
}

/** Of every arm that can be read. */
async function readAll(lanes: readonly Lane[]): Promise<ReadonlyMap<Lane, LaneReading>> {
  const readings = new Map<Lane, LaneReading>();
  for (const lane of lanes) await lane.attempt(async () => void readings.set(lane, await readLane(lane)));
  return readings;
}
