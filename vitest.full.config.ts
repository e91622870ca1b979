import { defineConfig } from 'vitest/config';

/** The long tests: `npm run test:full`. */
export default defineConfig({
  test: {
    include: ['test/full/**/*.test.ts'],
    globalSetup: 'test/e2e/build.ts',
    pool: 'forks',
    // One storm at a time: they measure nothing when they take the cores from each other.
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
});
