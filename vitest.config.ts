import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Sources are imported as they are: package.json's `imports` lead to src under this condition.
const conditions = ['source'];

// Half of the suite waits for processes and databases, so no core need be kept free.
const maxWorkers = availableParallelism();

const globalSetup = ['test/support/global-setup.ts'];
const loadedOnce = 'application|billing|conformance|http|isolation|properties|races';
const service = [`test/@(${loadedOnce})/**/*.test.ts`];
// They measure the process that they run in: it has to be one of their own.
const ofTheProcess = ['test/http/edge/metrics.test.ts', 'test/http/edge/request-head.test.ts'];

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
        // The service in the process of its tests: to load it again for each file would take as long
        // as half of them do.
        test: {
          name: 'service',
          include: service,
          exclude: ofTheProcess,
          isolate: false,
          globalSetup,
          maxWorkers,
        },
      },
      {
        extends: true,
        test: {
          name: 'all else',
          include: ['test/*.test.ts', ...ofTheProcess, `test/!(domain|${loadedOnce})/**/*.test.ts`],
          globalSetup,
          maxWorkers,
        },
      },
    ],
  },
});
