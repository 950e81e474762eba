import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endOf } from '../guard/process-group.js';
import type { Warden } from '../guard/warden.js';
import { RigError } from '../rig-error.js';
import type { Address, Cut, FromLink, LinkCommand, LinkReading, LinkSettings, LinkSpec, ToLink } from './commands.js';

/** One link that is open. Everything rejects with RigError when its process has ended. */
export interface RunningLink {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Connections from now on lead there. */
  aim(upstream: Address): Promise<void>;
  set(settings: LinkSettings): Promise<void>;
  cut(cut: Cut): Promise<void>;
  /** Rejects when it listened no more, and its port is taken. */
  heal(): Promise<void>;
  read(): Promise<LinkReading>;
  close(): Promise<void>;
}

/** The process that carries a run's links. */
export interface RunningLinks {
  readonly pid: number;
  open(spec: LinkSpec): Promise<RunningLink>;
  /** Ends it, and with it all links. */
  close(): Promise<void>;
}

type Done = Extract<FromLink, { kind: 'done' }>;

interface Waiting {
  resolve(done: Done): void;
  reject(error: Error): void;
}

/**
 * Starts the process that carries links, on these cores if any are given, in a group of its own, so that a terminal's
 * Ctrl-C does not reach it. It ends when the bench does.
 */
export async function startLinks(warden: Warden, cores?: readonly number[]): Promise<RunningLinks> {
  const program = fileURLToPath(new URL('./link-process.js', import.meta.url));
  const child = fork(program, [], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // taskset becomes Node: process id and channel stay.
    ...(cores ? { execPath: 'taskset', execArgv: ['-c', cores.join(','), process.execPath, ...process.execArgv] } : {}),
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new TypeError('a process that was started has no id');
  warden.guard('group', pid);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let errorOutput = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errorOutput = (errorOutput + chunk.toString()).slice(-2000);
  });
  const died = () => {
    const end = endOf(child) ?? { kind: 'exited', code: 0 };
    return new RigError({ kind: 'link-died', end }, errorOutput.trim().split('\n'));
  };
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const { reject } of waiting.values()) reject(died());
      waiting.clear();
      resolve();
    });
  });
  child.on('message', (message: FromLink) => {
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'failed') asked?.reject(new Error(message.message));
    else asked?.resolve(message);
  });
  const ask = (command: LinkCommand) =>
    new Promise<Done>((resolve, reject) => {
      if (!child.connected) return void ended.then(() => reject(died()));
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      const message: ToLink = { ...command, id };
      // One that died a moment ago cannot be written to, and its exit may have been told already.
      child.send(message, (error) => {
        if (error) void ended.then(() => reject(died()));
      });
    });
  return {
    pid,
    async open(spec) {
      const { name } = spec;
      const { port } = await ask({ kind: 'open', link: spec });
      return {
        name,
        host: '127.0.0.1',
        port,
        aim: async (upstream) => void (await ask({ kind: 'aim', name, upstream })),
        set: async (settings) => void (await ask({ kind: 'set', name, settings })),
        cut: async (cut) => void (await ask({ kind: 'cut', name, cut })),
        heal: async () => void (await ask({ kind: 'heal', name })),
        read: async () => (await ask({ kind: 'read', name })).reading,
        close: async () => void (await ask({ kind: 'close', name })),
      };
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended;
      warden.release(pid);
    },
  };
}
