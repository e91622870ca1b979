import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/full/**'],
    globalSetup: 'test/e2e/build.ts',
    // Processes: some tests send signals to their own process, which a thread cannot have.
    pool: 'forks',
    // Vitest leaves one core free, which of two is half: these tests wait more than they work.
    maxWorkers: 2,
    // A process takes half a second to start, and on two cores others start at the same time.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
