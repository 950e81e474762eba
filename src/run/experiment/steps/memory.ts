import type { Step } from '../../../model/experiment.js';
import type { StepContext } from '../bench.js';
import { totalOf } from '../counts.js';

/** What every server holds, after a collection, and what it has loaded. */
export async function memory(
  { as, countModules }: Extract<Step, { kind: 'memory' }>,
  { lanes }: StepContext,
): Promise<void> {
  for (const lane of lanes) {
    await lane.attempt(async () => {
      const { heapUsedBytes = Number.NaN, externalBytes = Number.NaN } = await lane.server.memory();
      const rssBytes = totalOf(await lane.server.read(), (sample) => sample.rssBytes);
      const modules = countModules ? await lane.server.loadedFiles() : undefined;
      lane.keep(as, { inUseBytes: heapUsedBytes + externalBytes, rssBytes, modules });
    });
  }
}
