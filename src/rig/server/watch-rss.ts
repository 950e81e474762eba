import type { Family } from '../../machine/processes/family.js';

const everyMs = 20;
/** Members come and go far more rarely than memory moves, and to look for them costs more. */
const samplesPerLook = 50;

/**
 * Samples the resident memory of a server's processes. The function that it gives ends that, and gives the mean in
 * bytes: a heap rises until it is collected, and where it stands at one moment is luck. `undefined` where the platform
 * has no /proc.
 */
export function watchRss(family: Family): () => number | undefined {
  const samples: number[] = [];
  const take = () => {
    if (samples.length % samplesPerLook === samplesPerLook - 1) family.look();
    const bytes = family.rssBytes();
    if (bytes !== undefined) samples.push(bytes);
  };
  take();
  const timer = setInterval(take, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return samples.length === 0 ? undefined : samples.reduce((sum, bytes) => sum + bytes, 0) / samples.length;
  };
}
