import type { Step } from '../../../model/experiment.js';
import type { StepContext } from '../bench.js';
import { checkAnswers, costsBetween, type LaneReading, percentilesOf, readLane } from '../counts.js';
import type { Lane } from '../lane.js';
import { chosen, requestTimeoutMs } from '../requests.js';

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
    requestTimeoutMs,
    targets: alive.map(({ target }) => target),
    turns: step.turns,
    ...(step.pauseMs === undefined ? {} : { pauseMs: step.pauseMs }),
  });
  const ends = await readAll(alive);
  for (const [i, lane] of alive.entries()) {
    const [start, load, end] = [starts.get(lane), loads[i], ends.get(lane)];
    if (!start || !load || !end) continue;
    await lane.attempt(async () => {
      checkAnswers(lane, load);
      lane.keep(step.as, { ...costsBetween(start, end, load), ...percentilesOf(load.latencyUs) });
    });
  }
}

/** Of every arm that can be read. */
async function readAll(lanes: readonly Lane[]): Promise<ReadonlyMap<Lane, LaneReading>> {
  const readings = new Map<Lane, LaneReading>();
  for (const lane of lanes) await lane.attempt(async () => void readings.set(lane, await readLane(lane)));
  return readings;
}
