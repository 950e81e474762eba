import { rssBytes } from './proc.js';

const everyMs = 20;

/**
 * Samples a process's resident memory. The function that it gives ends that, and gives the mean in bytes: a heap rises until it is
 * collected, and where it stands at one moment is luck. `undefined` where the platform has no /proc.
 */
export function watchRss(pid: number): () => number | undefined {
  const samples: number[] = [];
  const take = () => {
    const bytes = rssBytes(pid);
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
