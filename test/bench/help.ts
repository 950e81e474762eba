import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './own-process.js';

const program = fileURLToPath(new URL('../../../bin/lotus-bench.js', import.meta.url));

function timeMs(args: readonly string[]): number {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}`);
  return performance.now() - startedMs;
}

/** `lotus-bench --help` against an empty Node program; promised: at most twice its time. */
export async function benchHelp(print: (line: string) => void): Promise<void> {
  const help: number[] = [];
  const empty: number[] = [];
  for (let i = 0; i < 15; i++) {
    help.push(timeMs([program, '--help']));
    empty.push(timeMs(['-e', '']));
  }
  print(`--help takes ${(median(help) / median(empty)).toFixed(2)} times an empty Node program (promised: at most 2)`);
}
