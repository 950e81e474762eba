import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startTicks } from './proc.js';

/**
 * The last one out: a small process that outlives a bench that crashed or was killed. It is told over its standard input what the
 * bench has started; when that pipe closes, for whatever reason, it kills what is left and removes the directories.
 */
export type WardenOrder =
  | { readonly guard: 'process' | 'group'; readonly id: number }
  | { readonly release: number }
  | { readonly guardDirectory: string }
  | { readonly releaseDirectory: string };

const guarded = new Map<number, { readonly kind: 'process' | 'group'; readonly ticks: number | undefined }>();
const directories = new Set<string>();

function obey(order: WardenOrder): void {
  if ('guard' in order) guarded.set(order.id, { kind: order.guard, ticks: startTicks(order.id) });
  else if ('release' in order) guarded.delete(order.release);
  else if ('guardDirectory' in order) directories.add(order.guardDirectory);
  else directories.delete(order.releaseDirectory);
}

/** Kills unless the id now belongs to another process than the one that was guarded. */
function killGuarded(): void {
  for (const [id, { kind, ticks }] of guarded) {
    const now = startTicks(id);
    if (now !== undefined && ticks !== undefined && now !== ticks) continue;
    try {
      process.kill(kind === 'group' ? -id : id, 'SIGKILL');
    } catch (error) {
      // ESRCH: it ended by itself, which is all that was wanted.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => obey(JSON.parse(line) as WardenOrder));
lines.on('close', () => {
  killGuarded();
  for (const directory of directories)
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});
