import { defineConfig } from 'vitest/config';

/** A piece of a million random expressions, for test/long/million.js: `npm run test:million`. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    pool: 'forks',
    disableConsoleIntercept: true,
    // An expression that needs more memory than this is no fair question.
    execArgv: ['--max-old-space-size=1024'],
    testTimeout: 0,
  },
});
