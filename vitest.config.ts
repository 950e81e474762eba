import { defineConfig } from 'vitest/config';

// Tests start real servers as processes of their own, from the compiled code: `npm test` builds first.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
