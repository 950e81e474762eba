import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/embedded-mongo.js', import.meta.url));

/** A database server of a test's own, in a process of its own. */
export interface StandIn {
  readonly port: number;
  readonly process: ChildProcess;
  uri(database: string): string;
  stop(): Promise<void>;
}

/** Starts the stand-in mongod on a free port and resolves when it awaits connections. */
export async function startStandIn(...flags: readonly string[]): Promise<StandIn> {
  const child = spawn(process.execPath, [program, '--port', '0', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { port } = (JSON.parse(line) as { attr: { port: number } }).attr;
  return {
    port,
    process: child,
    uri: (database) => `mongodb://127.0.0.1:${port}/${database}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}
