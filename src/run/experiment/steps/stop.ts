import type { StepContext } from '../bench.js';

/** Stops every server, so that a later step may start another. */
export async function stop({ lanes }: StepContext): Promise<void> {
  await Promise.all(lanes.map((lane) => lane.stop()));
}
