import { defineConfig } from 'vitest/config';

/** Storms, and tests in a browser: `npm run test:full`. */
export default defineConfig({
  test: {
    globalSetup: 'test/e2e/build.ts',
    pool: 'forks',
    // One storm at a time: they measure nothing when they take the cores from each other.
    fileParallelism: false,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'full', include: ['test/full/**/*.test.ts'], testTimeout: 900_000 } },
      // Here and not in `npm test`: Chromium takes a core and seconds for each page, and many machines have none.
      {
        extends: true,
        test: { name: 'browser', include: ['test/browser/**/*.test.ts'], testTimeout: 180_000 },
      },
    ],
  },
});
