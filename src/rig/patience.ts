import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What an empty Node process takes on the machine that the time limits of the rig were chosen on. */
const usualMs = 50;
let slowness: Promise<number> | undefined;

/** How many times longer than there an empty Node process takes here, 1 at least; measured once. */
async function measuredSlowness(): Promise<number> {
  const startedMs = performance.now();
  const { NODE_OPTIONS, ...env } = process.env;
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore', env });
  await once(child, 'exit');
  return Math.max(1, (performance.now() - startedMs) / usualMs);
}

/**
 * A time limit, in milliseconds, as long as this machine needs it: nothing shall fail because the machine is slow. `ms` is the limit on a
 * machine of usual speed.
 */
export async function patience(ms: number): Promise<number> {
  slowness ??= measuredSlowness();
  return Math.round(ms * (await slowness));
}
