import { defineConfig } from 'vitest/config';

/**
 * What needs the built command line, or a process of its own, because it puts another module in the place of one
 * or has something to do when the process ends.
 */
const apart = [
  'test/e2e/**/*.test.ts',
  'test/docs/readme.test.ts',
  'test/package.test.ts',
  'test/cli/serve.test.ts',
  'test/telemetry/log-destination.test.ts',
];

export default defineConfig({
  test: {
    // Processes: some tests send signals to their own process, which a thread cannot have.
    pool: 'forks',
    // Vitest leaves one core free, which of two is half: these tests wait more than they work.
    maxWorkers: 2,
    // Bounds for what hangs. Nothing that passes comes near them on an idle machine.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{full,long,browser}/**', ...apart],
          // To load src anew for each file took two thirds of the time. So they leave nothing behind.
          isolate: false,
          setupFiles: 'test/leaves-nothing.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: apart,
          globalSetup: 'test/e2e/build.ts',
          // A process takes a second to start, and ten of them where ten others want the same two cores.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
