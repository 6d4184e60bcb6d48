import { defineConfig } from 'vitest/config';
import type { PoolOptions } from 'vitest/node';
import { keptWorker } from './kept-worker.ts';
import { NearestFirst } from './nearest-first.ts';

// The tests that reach the domain without a database, as Stryker runs them: once for each mutant.

const conditions = ['source'];

/** All tests of the domain, or those that `--tests` names. */
const include =
  process.env['MUTATION_TESTS'] ?? 'test/{domain,conformance,properties}/**/*.test.ts';

// The only module that remembers what it computed: a mutant there must be met by nothing that was
// computed without it, and the other way round.
const remembers = /src\/domain\/shared\/calendar\/zone-offsets\.ts$/;

const needsOwnThread = ({ project }: PoolOptions): boolean =>
  project.getProvidedContext().mutantActivation === 'static' ||
  (project.vitest.config.related ?? []).some((path) => remembers.test(path));

const pool = keptWorker(needsOwnThread);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  plugins: [
    {
      name: 'kept-worker',
      // Stryker names a pool of Vitest's own, which goes before the one of this configuration.
      configureVitest: ({ project }) => {
        Object.assign(project.config, { pool: pool.name, poolRunner: pool });
      },
    },
  ],
  test: {
    include: [include],
    exclude: [
      // They need a PostgreSQL.
      'test/conformance/usage-bounds.test.ts',
      'test/properties/{invoice-lives,search,stored-changes,unicode}.property.test.ts',
      // It reads the sources as texts, and those with mutants read otherwise.
      'test/domain/webhooks/event-types.test.ts',
      // They try the wire, stored outcomes, and how laws fail, and take the domain as it is.
      'test/properties/{encoder.property,laws,outcome.property}.test.ts',
      // It reads the documents and the titles of tests.
      'test/conformance/every-scenario.test.ts',
    ],
    setupFiles: ['scripts/mutation/setup.ts'],
    isolate: false,
    sequence: { sequencer: NearestFirst },
    env: {
      CALENDAR_RUNS: '4',
      CALENDAR_ZONE_STEP: '60',
      LAW_RUNS: '50',
      PREVIEW_RUNS: '20',
    },
    testTimeout: 300_000,
    reporters: [{}],
  },
});
