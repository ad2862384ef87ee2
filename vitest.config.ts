import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of the time of slow tests is waiting for servers and child processes, not computing.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          // One module registry per worker: importing the same modules for every file was a third of the time.
          isolate: false,
          include: ['tests/{unit,contract,infra,guards}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          // What takes minutes: a bulk load, every bundle on its own, the story of the demo. Before a release and in CI.
          name: 'release',
          include: ['tests/{load,release}/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          // That the simulation of faults is right itself; thousands of its plans run by `npm run test:fault`.
          name: 'fault',
          include: ['tests/fault/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/browser/global-setup.ts',
          // A screen is drawn a frame or more after its address changed.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
