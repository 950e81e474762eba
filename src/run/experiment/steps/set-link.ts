import type { Step } from '../../../model/experiment.js';
import type { StepContext } from '../bench.js';

/** Moves all links of one side. What is under way is not lost. */
export async function setLink(
  { side, settings }: Extract<Step, { kind: 'set-link' }>,
  { lanes }: StepContext,
): Promise<void> {
  const { roundTripMs = 0, bytesPerSecond } = settings;
  for (const { databaseLink, clientLink } of lanes)
    await (side === 'database' ? databaseLink : clientLink)?.set({
      roundTripMs,
      ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
    });
}
