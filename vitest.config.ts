import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `npm test` builds first. The rooms that start processes are tested as compiled: what is tested is what runs.
const compiled = fileURLToPath(new URL('./dist/src', import.meta.url));

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    alias: [{ find: /^(?:\.\.\/)+src\/(load|rig|run|cli)\//, replacement: `${compiled}/$1/` }],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
