import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { badged } from '../../machine/processes/our-processes.js';
import { stopGroup } from '../../rig/guard/process-group.js';
import type { Warden } from '../../rig/guard/warden.js';
import type { Commands, Ended } from '../../source/commands.js';

const lastLines = 20;
const longestStdout = 16 * 2 ** 20;
const graceMs = 2000;

/**
 * Commands in process groups of their own, which end with the bench however that ends. An interrupted one rejects with
 * the signal's reason.
 */
export function guardedCommands(warden: Warden, signal: AbortSignal): Commands {
  return {
    async run(program, args, { folder, env = process.env }): Promise<Ended> {
      signal.throwIfAborted();
      const child = spawn(program, args, {
        cwd: folder,
        env: badged(env),
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      await once(child, 'spawn');
      const { pid = 0 } = child;
      warden.guard('group', pid);
      let stdout = '';
      let tail = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (stdout.length < longestStdout) stdout += text;
        tail = lastOf(tail + text);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        tail = lastOf(tail + text);
      });
      const stop = () => void stopGroup(child, graceMs);
      signal.addEventListener('abort', stop, { once: true });
      // Aborted while the program was being started: nobody has heard it yet.
      if (signal.aborted) stop();
      try {
        const [exitCode] = (await once(child, 'close')) as [number | null];
        signal.throwIfAborted();
        return { exitCode: exitCode ?? undefined, stdout, output: tail.split('\n').filter(Boolean).slice(-lastLines) };
      } finally {
        signal.removeEventListener('abort', stop);
        warden.release(pid);
      }
    },
  };
}

/** As much as the last lines can need. */
function lastOf(text: string): string {
  return text.slice(-64 * 1024);
}
