import { defineConfig } from 'vitest/config';

/** What needs the built command line. */
const processes = ['test/e2e/**/*.test.ts', 'test/docs/readme.test.ts', 'test/package.test.ts'];

/** What puts another module in the place of one, or has something to do when its process ends. */
const apart = ['test/cli/serve.test.ts', 'test/telemetry/log-destination.test.ts'];

export default defineConfig({
  test: {
    // Processes: some tests send signals to their own process, which a thread cannot have.
    pool: 'forks',
    // To load src anew for each file took two thirds of the time.
    isolate: false,
    // Vitest leaves one core free, which of two is half: these tests wait more than they work.
    maxWorkers: 2,
    // Bounds for what hangs. Nothing that passes comes near them on an idle machine.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    tags: [
      {
        name: 'slow',
        description: 'takes half a second or more: part of `npm run test:full`, and not of `npm test`',
        timeout: 300_000,
      },
    ],
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{full,long,browser}/**', ...processes, ...apart],
          // They leave nothing behind, as `isolate: false` wants it.
          setupFiles: ['test/leaves-nothing.ts', 'test/same-values.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: processes,
          globalSetup: 'test/e2e/build.ts',
          // A process takes a second to start, and ten of them where ten others want the same two cores.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      { extends: true, test: { name: 'apart', include: apart, isolate: true } },
    ],
  },
});
