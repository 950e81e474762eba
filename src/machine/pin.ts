import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * A command that runs another on these cores only. taskset becomes that program, so the process id is the program's.
 */
export function pinnedCommand(
  cores: readonly number[],
  program: string,
  args: readonly string[],
): [program: string, args: string[]] {
  return ['taskset', ['-c', cores.join(','), program, ...args]];
}

/**
 * Moves a process that runs already, with all its threads; those that it starts later follow. Throws when it cannot be
 * moved.
 */
export async function pinProcess(pid: number, cores: readonly number[]): Promise<void> {
  await promisify(execFile)('taskset', ['-acp', cores.join(','), String(pid)]);
}
