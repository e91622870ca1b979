import { defineConfig } from 'vitest/config';

/** What is measured with the helpers of tests: `npm run bench:cards`. */
export default defineConfig({
  test: {
    include: ['test/bench/cards.ts'],
    globalSetup: 'test/e2e/build.ts',
    pool: 'forks',
    disableConsoleIntercept: true,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
