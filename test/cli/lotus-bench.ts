import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../../bin/lotus-bench.js', import.meta.url));
/** Flags of a server of twenty lines, which starts at once and asks for no database: what is tested is the bench. */
export const bareServer = ['--start', 'node test/targets/plain-http.mjs {port}', '--get', '/items', '--get', '/health'];

export const fixture = (name: string) => new URL(`./fixtures/${name}.mjs`, import.meta.url).href;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real program as a process of its own, in this folder. */
export function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return startIn(process.cwd(), args, env);
}

/** The same in another folder. */
export function startIn(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { child: ChildProcess; ended: Promise<Ended>; said(text: string): Promise<void> } {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const { text, resolve } of waiting) if (stderr.includes(text)) resolve();
  });
  return {
    child,
    ended: once(child, 'close').then(([code]) => ({ code, stdout, stderr })),
    said: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ text, resolve });
        child.once('close', () => reject(new Error(`it ended before it said "${text}":\n${stderr}`)));
      }),
  };
}

export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return start(args, env).ended;
}
