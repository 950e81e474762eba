import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Login, Scenario } from '../model/scenario.js';
import type { SliceLoad } from '../model/slice.js';
import type { Answer, FromLoad, LoadCommand, Target, ToLoad, TurnsCommand } from './requests/command.js';
import { WrongAnswersError } from './requests/wrong-answers-error.js';

/** Called at the edges of the counted window, by a message that takes well under a millisecond. */
export interface Edges {
  onWindowStart?(): void;
  onWindowEnd?(): void;
}

/** The bench's end of the load process. */
export interface LoadDriver {
  readonly pid: number;
  prepare(scenario: Scenario): Promise<void>;
  /**
   * Later requests to this server carry what its answer gives. Rejects with WrongAnswersError where it gives nothing.
   */
  login(target: Target, login: Login): Promise<void>;
  /**
   * Drives one slice. Rejects with WrongAnswersError when the server made that impossible; failed requests are counted
   * in the result.
   */
  run(command: LoadCommand, edges?: Edges): Promise<SliceLoad>;
  /**
   * Drives all targets in turns. Gives one result for each, in their order; entry i of their turns is the same request.
   */
  turns(command: TurnsCommand): Promise<readonly SliceLoad[]>;
  /** One answer of every request class. Rejects with WrongAnswersError when there is none of one. */
  answers(target: Target, seed: number): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

type Done = Extract<FromLoad, { kind: 'done' }>;

interface Waiting {
  readonly edges: Edges;
  resolve(done: Done): void;
  reject(error: Error): void;
}

/** Omit that keeps the members of a union apart. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * Starts the load process, on these cores if any are given, in a group of its own, so that a terminal's Ctrl-C does not
 * reach it.
 */
export function startLoad(cores?: readonly number[]): LoadDriver {
  const program = fileURLToPath(new URL('./process.js', import.meta.url));
  const child = fork(program, [], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // taskset becomes Node: process id and channel stay.
    ...(cores ? { execPath: 'taskset', execArgv: ['-c', cores.join(','), process.execPath, ...process.execArgv] } : {}),
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let errorOutput = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errorOutput = (errorOutput + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const { reject } of waiting.values())
        reject(new Error(`the load process ended (${signal ?? `code ${code}`}) ${errorOutput.trim()}`));
      waiting.clear();
      resolve();
    });
  });
  child.on('message', (message: FromLoad) => {
    const asked = waiting.get(message.id);
    if (message.kind === 'window-start') asked?.edges.onWindowStart?.();
    else if (message.kind === 'window-end') asked?.edges.onWindowEnd?.();
    else {
      waiting.delete(message.id);
      if (message.kind === 'failed')
        asked?.reject(message.wrongAnswers ? new WrongAnswersError(message.wrongAnswers) : new Error(message.message));
      else asked?.resolve(message);
    }
  });
  const ask = (message: Unnumbered<ToLoad>, edges: Edges = {}) =>
    new Promise<Done>((resolve, reject) => {
      if (!child.connected) return reject(new Error(`the load process is gone ${errorOutput.trim()}`));
      const id = ++lastId;
      waiting.set(id, { edges, resolve, reject });
      // One that died a moment ago cannot be written to, and its exit may have been told already.
      child.send({ ...message, id } as ToLoad, (error) => {
        if (error) void ended.then(() => reject(new Error(`the load process is gone ${errorOutput.trim()}`)));
      });
    });
  return {
    pid: child.pid ?? 0,
    prepare: async (scenario) => void (await ask({ kind: 'prepare', scenario })),
    login: async (target, login) => void (await ask({ kind: 'login', target, login })),
    async run(command, edges) {
      const [load] = (await ask({ kind: 'run', command }, edges)).loads;
      if (!load) throw new Error('the load process answered without a result');
      return load;
    },
    turns: async (command) => (await ask({ kind: 'run', command })).loads,
    answers: async (target, seed) => (await ask({ kind: 'answers', target, seed })).answers,
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
