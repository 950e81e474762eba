import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patience } from '../../machine/patience.js';
import { badged } from '../../machine/processes/our-processes.js';
import type { Warden } from './warden.js';

/** How a program is run beside the servers. */
interface ProgramRun {
  readonly warden: Warden;
  readonly signal: AbortSignal;
  /** Killed after so long, on a machine of usual speed. */
  readonly maxMs: number;
  /** Added to the bench's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
}

/** The most that a program may print, in bytes. */
const maxBuffer = 64 * 2 ** 20;

/**
 * Runs a program to its end, and gives what it printed to its standard output. It may write into folders that the
 * warden removes, so it ends with the bench, however that ends. Rejects as `execFile` does, with its `stderr`.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { warden, signal, maxMs, env, cwd }: ProgramRun,
): Promise<string> {
  const running = promisify(execFile)(program, args, {
    cwd,
    env: badged({ ...process.env, ...env }),
    timeout: await patience(maxMs),
    killSignal: 'SIGKILL',
    maxBuffer,
    signal,
  });
  const { pid } = running.child;
  if (pid === undefined) return (await running).stdout;
  warden.guard('process', pid);
  try {
    return (await running).stdout;
  } finally {
    warden.release(pid);
  }
}
