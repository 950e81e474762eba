import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isAlive, leftOver } from './gone.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('when the bench is killed', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    '%s: no server, grandchild, database, load process, port or directory is left',
    async (signal) => {
      const bench = spawn(
        process.execPath,
        [path('./fixtures/bench-that-dies.mjs'), path('../../dist/src'), path('../..')],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const line = await Promise.race([
        once(createInterface({ input: bench.stdout }), 'line').then(([said]) => String(said)),
        once(bench, 'exit').then(([code]) => Promise.reject(new Error(`it exited with code ${code}`))),
      ]);
      const { pids, temporaryDirectory, port } = JSON.parse(line) as {
        pids: number[];
        temporaryDirectory: string;
        port: number;
      };
      expect(pids.filter(isAlive)).toEqual(pids);
      bench.kill(signal);
      await once(bench, 'exit');
      expect(await leftOver({ pids, paths: [temporaryDirectory], ports: [port] })).toEqual([]);
    },
  );
});
