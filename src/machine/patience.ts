import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What an empty Node process takes on the machine that the time limits of the rig were chosen on. */
const usualMs = 50;
let slowness: Promise<number> | undefined;

async function emptyProcessMs(): Promise<number> {
  const startedMs = performance.now();
  const { NODE_OPTIONS, ...env } = process.env;
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore', env }), 'exit');
  return performance.now() - startedMs;
}

/**
 * How many times longer than there an empty Node process takes here, 1 at least. The better of two: the first has to be
 * read from the disk.
 */
async function measuredSlowness(): Promise<number> {
  const firstMs = await emptyProcessMs();
  return Math.max(1, Math.min(firstMs, await emptyProcessMs()) / usualMs);
}

/**
 * A time limit, in milliseconds, as long as this machine needs it: nothing shall fail because the machine is slow. `ms`
 * is the limit on a machine of usual speed.
 */
export async function patience(ms: number): Promise<number> {
  slowness ??= measuredSlowness();
  return Math.round(ms * (await slowness));
}
