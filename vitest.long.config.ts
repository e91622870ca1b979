import { defineConfig } from 'vitest/config';

/** A million random expressions: `npm run test:million`. It takes about half an hour, and ends at the first that differs. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    pool: 'forks',
    disableConsoleIntercept: true,
    testTimeout: 0,
  },
});
