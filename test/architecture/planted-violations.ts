import { familyPlants, orderPlants, partPlants } from './planted-modules.ts';
import type { PlantedTree } from './planted-tree.ts';
import { plant } from './planted-tree.ts';

const layerPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'domain-is-pure': [
    plant('src/domain/identity/password.ts', "import { randomBytes } from 'node:crypto';"),
  ],
  'temporal-has-one-door': [
    plant('src/domain/catalog/billing-period.ts', "import { Temporal } from 'temporal-polyfill';"),
  ],
  'gathered-queues-are-for-those-who-keep-jobs': [
    plant(
      'src/application/customers/create-customer.ts',
      "import type { Anything } from '#application/queues.ts';",
      'src/application/queues.ts',
    ),
  ],
  'gathered-use-cases-are-for-the-outside': [
    plant(
      'src/application/customers/create-customer.ts',
      "import type { Anything } from '#application/billing-use-cases.ts';",
      'src/application/billing-use-cases.ts',
    ),
    plant(
      'src/application/catalog/create-plan.ts',
      "import type { Anything } from '#application/customers/use-cases.ts';",
      'src/application/customers/use-cases.ts',
    ),
    plant(
      'src/infrastructure/limits/throttle.ts',
      "export type { Anything } from '#application/billing-use-cases.ts';",
      'src/application/billing-use-cases.ts',
    ),
  ],
  'application-knows-only-domain': [
    plant(
      'src/application/customers/create-customer.ts',
      "import type { Anything } from '#infrastructure/system/clock.ts';",
      'src/infrastructure/system/clock.ts',
    ),
  ],
  'infrastructure-drives-nobody': [
    plant(
      'src/infrastructure/jobs/worker.ts',
      "import type { Anything } from '#interfaces/http/response/problem.ts';",
      'src/interfaces/http/response/problem.ts',
    ),
  ],
  'interfaces-know-no-infrastructure': [
    plant(
      'src/interfaces/http/server/server.ts',
      "import type { Anything } from '#infrastructure/composition/config.ts';",
      'src/infrastructure/composition/config.ts',
    ),
  ],
  'composition-is-entered-by-its-door': [
    plant(
      'src/main.ts',
      "import { Anything } from '#infrastructure/composition/tokens.ts';",
      'src/infrastructure/composition/tokens.ts',
    ),
  ],
};

const testingPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'testing-needs-no-database': [
    plant(
      'src/testing.ts',
      "export type { Anything } from '#infrastructure/typeorm/connection/data-source.ts';",
      'src/infrastructure/typeorm/connection/data-source.ts',
    ),
    plant(
      'src/testing/harness.ts',
      "import type { Anything } from '#infrastructure/typeorm/connection/data-source.ts';",
      'src/infrastructure/typeorm/connection/data-source.ts',
    ),
    plant(
      'src/testing/contracts/clock.contract.ts',
      "const open = () => import('#infrastructure/composition/compose.ts');",
      'src/infrastructure/composition/compose.ts',
    ),
    plant(
      'src/testing/contracts/jobs.contract.ts',
      "import { Anything } from '../../infrastructure/jobs/pg-boss-jobs.ts';",
      'src/infrastructure/jobs/pg-boss-jobs.ts',
    ),
    plant(
      'src/testing/contracts/http.contract.ts',
      "import { Anything } from '#interfaces/http/server/server.ts';",
      'src/interfaces/http/server/server.ts',
    ),
  ],
  'testing-is-for-others': [
    plant(
      'src/infrastructure/memory/clock.ts',
      "import { Anything } from '../../testing/contracts/clock.contract.ts';",
      'src/testing/contracts/clock.contract.ts',
    ),
  ],
};

const libraryPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'http-stays-in-interfaces': [
    plant('src/infrastructure/telemetry/log.ts', "import type { Request } from 'express';"),
  ],
  'zod-stays-at-the-edge': [
    plant('src/infrastructure/composition/compose.ts', "import { z } from 'zod';"),
  ],
  'container-stays-in-composition': [
    plant(
      'src/interfaces/facade/billing.ts',
      "import type { DependencyContainer } from 'tsyringe';",
    ),
  ],
  'database-stays-in-its-adapter': [
    plant('src/infrastructure/limits/queue.ts', "import type { Pool } from 'pg';"),
  ],
};

const packagePlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'no-dev-dependencies': [
    plant('src/infrastructure/system/ids.ts', "import { expect } from 'vitest';"),
  ],
  'no-undeclared-packages': [
    plant('src/infrastructure/typeorm/connection/data-source.ts', "import Pool from 'pg-pool';"),
  ],
};

const standingPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'src-stands-alone': ['test/support/clock.ts', 'scripts/clock.ts', 'dist/clock.ts'].map((other) =>
    plant(
      'src/infrastructure/memory/clock.ts',
      `import { Anything } from '../../../${other}';`,
      other,
    ),
  ),
  'only-layers-are-imported': [
    'main.ts',
    'index.ts',
    'storage.ts',
    'testing.ts',
    'helpers.ts',
    'library/text.ts',
  ].map((other) =>
    plant(
      'src/interfaces/cli/serve.ts',
      `export type { Anything } from '../../${other}';`,
      `src/${other}`,
    ),
  ),
};

const panelPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'panel-is-a-client': [
    'application/customers/queries.ts',
    'infrastructure/memory/list.ts',
    'interfaces/facade/create-billing.ts',
    'index.ts',
    'testing/builders.ts',
  ].map((other) =>
    plant(
      'panel/customers/list.ts',
      `import type { Anything } from '../../src/${other}';`,
      `src/${other}`,
    ),
  ),
  'panel-knows-the-wire-by-its-types': [
    plant(
      'panel/customers/list.ts',
      "import { Anything } from '#interfaces/http/wire/wire.ts';",
      'src/interfaces/http/wire/wire.ts',
    ),
    plant(
      'panel/customers/list.ts',
      "export const load = () => import('#interfaces/http/wire/wire.ts');",
      'src/interfaces/http/wire/wire.ts',
    ),
  ],
};

const hygienePlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'no-cycles': [
    {
      culprit: 'src/domain/catalog/plan.ts',
      files: { 'src/domain/catalog/plan.ts': "import type { Plan } from './plan.ts';\n" },
    },
  ],
  'no-unresolvable': [
    plant(
      'src/domain/catalog/plan.ts',
      "import type { Anything } from '#domain/catalog/nowhere.ts';",
    ),
  ],
  'no-orphans': [plant('src/domain/catalog/forgotten.ts', 'export const forgotten = true;')],
};

/** Broken trees for each rule, by the rule's name. */
export const plantedViolations: Readonly<Record<string, readonly PlantedTree[]>> = {
  ...orderPlants,
  ...partPlants,
  ...familyPlants,
  ...layerPlants,
  ...testingPlants,
  ...libraryPlants,
  ...packagePlants,
  ...standingPlants,
  ...panelPlants,
  ...hygienePlants,
};
