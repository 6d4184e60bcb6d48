import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Sources are imported as they are: package.json's `imports` lead to src under this condition.
const conditions = ['source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  // The environment of globalSetup, which has a resolver of its own.
  environments: { __vitest__: { resolve: { conditions, externalConditions: conditions } } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Half of the suite waits for processes and databases, so no core need be kept free.
    maxWorkers: availableParallelism(),
    // For what never ends; a machine that is busy with other things may take its time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
