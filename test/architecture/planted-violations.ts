/** A small source tree that breaks one rule. Imports are the whole of it: nothing here is run. */
export interface PlantedTree {
  /** The file that the rule must name. */
  readonly culprit: string;
  readonly files: Readonly<Record<string, string>>;
}

const anything = 'export type Anything = string;\n';

/** A culprit that says one thing, beside the files that it speaks of. */
const plant = (culprit: string, says: string, ...others: readonly string[]): PlantedTree => ({
  culprit,
  files: {
    [culprit]: `${says}\n`,
    ...Object.fromEntries(others.map((path) => [path, anything])),
  },
});

const orderPlants: Readonly<Record<string, PlantedTree>> = {
  'order-of-shared': plant(
    'src/domain/shared/events.ts',
    "import type { Anything } from '#domain/tenants/tenant.ts';",
    'src/domain/tenants/tenant.ts',
  ),
  'order-of-tenants': plant(
    'src/application/tenants/sign-up.ts',
    "import { Anything } from '#application/identity/ports.ts';",
    'src/application/identity/ports.ts',
  ),
  'order-of-identity': plant(
    'src/application/identity/invite-user.ts',
    "import type { Anything } from '#domain/customers/customer.ts';",
    'src/domain/customers/customer.ts',
  ),
  'order-of-customers': plant(
    'src/infrastructure/typeorm/customers/customer-queries.ts',
    "import { Anything } from '../catalog/plan.table.ts';",
    'src/infrastructure/typeorm/catalog/plan.table.ts',
  ),
  'order-of-catalog': plant(
    'src/infrastructure/memory/catalog/plan-repository.ts',
    "import type { Anything } from '#domain/subscriptions/subscription.ts';",
    'src/domain/subscriptions/subscription.ts',
  ),
  'order-of-operations': plant(
    'src/application/operations/list-tenants.ts',
    "import { Anything } from '#application/subscriptions/ports.ts';",
    'src/application/subscriptions/ports.ts',
  ),
  'order-of-subscriptions': plant(
    'src/interfaces/http/subscriptions/subscriptions.controller.ts',
    "import { Anything } from '#interfaces/http/metering/meters.controller.ts';",
    'src/interfaces/http/metering/meters.controller.ts',
  ),
  'order-of-metering': plant(
    'src/interfaces/http/metering/meters.controller.ts',
    "import type { Anything } from '#application/invoicing/queries.ts';",
    'src/application/invoicing/queries.ts',
  ),
  'order-of-invoicing': plant(
    'src/domain/invoicing/invoice.ts',
    "export type { Anything } from '#domain/payments/payment.ts';",
    'src/domain/payments/payment.ts',
  ),
  'order-of-payments': plant(
    'src/application/payments/collect-payment.ts',
    "import { Anything } from '#application/webhooks/ports.ts';",
    'src/application/webhooks/ports.ts',
  ),
  'order-of-audit': plant(
    'src/application/audit/record-entry.ts',
    "import type { Anything } from '#domain/customers/events.ts';",
    'src/domain/customers/events.ts',
  ),
  'order-of-webhooks': plant(
    'src/domain/webhooks/delivery.ts',
    "import { Anything } from '#domain/audit/audit-entry.ts';",
    'src/domain/audit/audit-entry.ts',
  ),
};

const layerPlants: Readonly<Record<string, PlantedTree>> = {
  'domain-is-pure': plant(
    'src/domain/identity/password.ts',
    "import { randomBytes } from 'node:crypto';",
  ),
  'temporal-has-one-door': plant(
    'src/domain/catalog/billing-period.ts',
    "import { Temporal } from 'temporal-polyfill';",
  ),
  'application-knows-only-domain': plant(
    'src/application/customers/create-customer.ts',
    "import type { Anything } from '#infrastructure/system/clock.ts';",
    'src/infrastructure/system/clock.ts',
  ),
  'infrastructure-drives-nobody': plant(
    'src/infrastructure/jobs/worker.ts',
    "import type { Anything } from '#interfaces/http/problem.ts';",
    'src/interfaces/http/problem.ts',
  ),
  'composition-is-on-top': plant(
    'src/infrastructure/typeorm/data-source.ts',
    "import type { Anything } from '#infrastructure/composition/config.ts';",
    'src/infrastructure/composition/config.ts',
  ),
  'memory-knows-no-database': plant(
    'src/infrastructure/memory/unit-of-work.ts',
    "import type { Anything } from '#infrastructure/typeorm/unit-of-work.ts';",
    'src/infrastructure/typeorm/unit-of-work.ts',
  ),
  'interfaces-know-no-infrastructure': plant(
    'src/interfaces/http/server.ts',
    "import type { Anything } from '#infrastructure/composition/config.ts';",
    'src/infrastructure/composition/config.ts',
  ),
  'composition-is-entered-by-its-door': plant(
    'src/main.ts',
    "import { Anything } from '#infrastructure/composition/tokens.ts';",
    'src/infrastructure/composition/tokens.ts',
  ),
  'testing-exports-only-test-doubles': plant(
    'src/testing.ts',
    "export type { Anything } from '#infrastructure/typeorm/data-source.ts';",
    'src/infrastructure/typeorm/data-source.ts',
  ),
};

const libraryPlants: Readonly<Record<string, PlantedTree>> = {
  'http-stays-in-interfaces': plant(
    'src/infrastructure/telemetry/log.ts',
    "import type { Request } from 'express';",
  ),
  'zod-stays-at-the-edge': plant(
    'src/infrastructure/composition/compose.ts',
    "import { z } from 'zod';",
  ),
  'container-stays-in-composition': plant(
    'src/interfaces/facade/billing.ts',
    "import type { DependencyContainer } from 'tsyringe';",
  ),
  'database-stays-in-its-adapter': plant(
    'src/infrastructure/limits/queue.ts',
    "import type { Pool } from 'pg';",
  ),
};

const packagePlants: Readonly<Record<string, PlantedTree>> = {
  'no-dev-dependencies': plant(
    'src/infrastructure/system/ids.ts',
    "import { expect } from 'vitest';",
  ),
  'no-undeclared-packages': plant(
    'src/infrastructure/typeorm/data-source.ts',
    "import Pool from 'pg-pool';",
  ),
  'src-knows-no-tests': plant(
    'src/infrastructure/memory/clock.ts',
    "import { Anything } from '../../../test/support/clock.ts';",
    'test/support/clock.ts',
  ),
  'testing-is-for-others': plant(
    'src/infrastructure/memory/clock.ts',
    "import { Anything } from '../../testing/contracts/clock.contract.ts';",
    'src/testing/contracts/clock.contract.ts',
  ),
  'main-is-not-imported': plant(
    'src/interfaces/cli/serve.ts',
    "import '../../main.ts';",
    'src/main.ts',
  ),
};

const hygienePlants: Readonly<Record<string, PlantedTree>> = {
  'no-cycles': {
    culprit: 'src/domain/catalog/plan.ts',
    files: {
      'src/domain/catalog/plan.ts': "import type { Price } from './price.ts';\n",
      'src/domain/catalog/price.ts': "import type { Plan } from './plan.ts';\n",
    },
  },
  'no-unresolvable': plant(
    'src/domain/catalog/plan.ts',
    "import type { Anything } from '#domain/catalog/nowhere.ts';",
  ),
  'no-orphans': plant('src/domain/catalog/forgotten.ts', 'export const forgotten = true;'),
};

/** One broken tree for each rule of the layers, by the rule's name. */
export const plantedViolations: Readonly<Record<string, PlantedTree>> = {
  ...orderPlants,
  ...layerPlants,
  ...libraryPlants,
  ...packagePlants,
  ...hygienePlants,
};

/** Everything that is an exception to some rule: no rule may speak up here. */
export const permittedTree: PlantedTree['files'] = {
  'src/main.ts': "import { compose } from '#infrastructure/composition/compose.ts';\n",
  'src/index.ts': "export { facade } from '#interfaces/facade/billing.ts';\n",
  'src/testing.ts': [
    "export * from '#infrastructure/memory/customers/customer-repository.ts';",
    "export * from '#infrastructure/system/clock.ts';",
    "export * from './testing/contracts/clock.contract.ts';",
  ].join('\n'),
  'src/testing/contracts/clock.contract.ts': [
    "import { test } from 'vitest';",
    "import { compose } from '#infrastructure/composition/compose.ts';",
  ].join('\n'),
  'src/domain/shared/time.ts': "import { Temporal } from 'temporal-polyfill';\n",
  'src/domain/customers/customer.ts': "import { x } from '../shared/time.ts';\n",
  'src/application/customers/ports.ts': "import { x } from '#domain/customers/customer.ts';\n",
  'src/application/audit/ports.ts': "import { x } from '#domain/shared/time.ts';\n",
  'src/infrastructure/composition/config.ts': "import { z } from 'zod';\n",
  'src/infrastructure/composition/compose.ts': [
    "import 'reflect-metadata';",
    "import { container } from 'tsyringe';",
    "import { DataSource } from 'typeorm';",
    "import { config } from '#infrastructure/composition/config.ts';",
    "import { x } from '#application/audit/ports.ts';",
    "import { server } from '#infrastructure/embedded/server.ts';",
  ].join('\n'),
  'src/infrastructure/embedded/server.ts': "import { Pool } from 'pg';\n",
  'src/infrastructure/system/clock.ts': "import { hrtime } from 'node:process';\n",
  'src/infrastructure/memory/customers/customer-repository.ts':
    "import { x } from '#application/customers/ports.ts';\n",
  'src/interfaces/facade/billing.ts': [
    "import { compose } from '#infrastructure/composition/compose.ts';",
    "import { server } from '#interfaces/http/server.ts';",
  ].join('\n'),
  'src/interfaces/http/server.ts': "import express from 'express';\nimport { z } from 'zod';\n",
};
