import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `npm test` builds first. The rooms that start processes are tested as compiled: what is tested is what runs.
const compiled = fileURLToPath(new URL('./dist/src', import.meta.url));

/** What an empty Node program takes on the machine that the tests were written on. */
const usualStartMs = 45;

/**
 * How many times slower than that this machine is now, at least 1. A time limit is there for a test that hangs; no test may fail because a
 * machine is slow.
 */
function slowness(): number {
  const startedMs = performance.now();
  for (let i = 0; i < 3; i++) spawnSync(process.execPath, ['-e', '0']);
  return Math.max(1, (performance.now() - startedMs) / 3 / usualStartMs);
}

const limitMs = Math.round(300_000 * slowness());

const common = {
  alias: [{ find: /^(?:\.\.\/)+src\/(machine|source|load|rig|run|cli)\//, replacement: `${compiled}/$1/` }],
  testTimeout: limitMs,
  hookTimeout: limitMs,
};

/** Tests of functions: they start nothing, and run first. */
const quick = ['test/{gate,model,plan,report,stats}/**/*.test.ts', 'test/*.test.ts'];
/** Tests that measure run after all others and one at a time: what else runs would be in their figures. */
const alone = 'test/**/*.alone.test.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'quick', include: quick, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      {
        test: {
          ...common,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [alone, ...quick],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...common, name: 'alone', include: [alone], maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
});
