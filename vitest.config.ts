import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Sources are imported as they are: package.json's `imports` lead to src under this condition.
const conditions = ['source'];

// Half of the suite waits for processes and databases, so no core need be kept free.
const maxWorkers = availableParallelism();

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  // The environment of globalSetup, which has a resolver of its own.
  environments: { __vitest__: { resolve: { conditions, externalConditions: conditions } } },
  test: {
    // For what never ends; a machine that is busy with other things may take its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // Pure functions, which leave nothing behind: their files share a worker and its imports.
        test: { name: 'domain', include: ['test/domain/**/*.test.ts'], isolate: false, maxWorkers },
      },
      {
        extends: true,
        test: {
          name: 'all else',
          include: ['test/**/*.test.ts'],
          exclude: ['test/domain/**'],
          globalSetup: ['test/support/global-setup.ts'],
          maxWorkers,
        },
      },
    ],
  },
});
