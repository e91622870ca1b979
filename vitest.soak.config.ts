import { defineConfig } from 'vitest/config';

/** Two replicas for some minutes: `npm run soak`. */
export default defineConfig({
  test: {
    include: ['test/soak/main.ts'],
    globalSetup: 'test/e2e/build.ts',
    pool: 'forks',
    disableConsoleIntercept: true,
    // For days.
    testTimeout: 2_147_483_647,
    hookTimeout: 60_000,
  },
});
