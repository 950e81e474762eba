import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { KinFinder } from '../../machine/processes/kin.js';
import { startTicks } from '../../machine/processes/proc.js';

/**
 * The last one out: a small process that outlives a bench that crashed or was killed. It is told over its standard
 * input what the bench has started; when that pipe closes, for whatever reason, it kills what is left and removes the
 * directories.
 */
export type WardenCommand =
  | { readonly guard: 'process' | 'group'; readonly id: number }
  | { readonly release: number }
  /** Whatever carries a badge that begins so is killed too. */
  | { readonly badgePrefix: string }
  | { readonly guardDirectory: string }
  | { readonly releaseDirectory: string };

const guarded = new Map<number, { readonly kind: 'process' | 'group'; readonly ticks: number | undefined }>();
const directories = new Set<string>();
let badgePrefix: string | undefined;

function obey(command: WardenCommand): void {
  if ('guard' in command) guarded.set(command.id, { kind: command.guard, ticks: startTicks(command.id) });
  else if ('release' in command) guarded.delete(command.release);
  else if ('badgePrefix' in command) badgePrefix = command.badgePrefix;
  else if ('guardDirectory' in command) directories.add(command.guardDirectory);
  else directories.delete(command.releaseDirectory);
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // ESRCH: it ended by itself, which is all that was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Kills what is guarded, unless its id belongs to another process now, and what came of it and left its group. */
function killGuarded(): void {
  const still = [...guarded].filter(([id, { ticks }]) => {
    const now = startTicks(id);
    return now === undefined || ticks === undefined || now === ticks;
  });
  const ancestors = new Set(still.map(([id]) => id));
  const kin = new KinFinder({ ancestors, leaders: ancestors, badgePrefix }).find() ?? [];
  for (const [id, { kind }] of still) kill(kind === 'group' ? -id : id);
  for (const { pid } of kin) kill(pid);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => obey(JSON.parse(line) as WardenCommand));
lines.on('close', () => {
  killGuarded();
  for (const directory of directories)
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});
