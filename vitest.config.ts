import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `npm test` builds first. The rooms that start processes are tested as compiled: what is tested is what runs.
const compiled = fileURLToPath(new URL('./dist/src', import.meta.url));

const common = {
  alias: [{ find: /^(?:\.\.\/)+src\/(load|rig|run|cli)\//, replacement: `${compiled}/$1/` }],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** Tests that measure run after all others and one at a time: what else runs would be in their figures. */
const alone = 'test/**/*.alone.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [alone],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...common, name: 'alone', include: [alone], maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
