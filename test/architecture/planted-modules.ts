import { parts } from './cruise.ts';
import type { PlantedTree } from './planted-tree.ts';
import { plant } from './planted-tree.ts';

/** Says where one file leads through others to what it must not reach. */
const chain = (...files: readonly string[]): PlantedTree => ({
  culprit: files[0] ?? '',
  files: Object.fromEntries(
    files.map((path, index) => {
      const next = files[index + 1];
      return [
        path,
        next === undefined
          ? 'export type Anything = string;\n'
          : `export type { Anything } from '${next.replace(/^src\//, '#')}';\n`,
      ];
    }),
  ),
});

/** Violations of the order of modules: straight ones, and some through what lies between. */
export const orderPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'order-of-shared': [
    plant(
      'src/domain/shared/events.ts',
      "import type { Anything } from '#domain/tenants/tenant.ts';",
      'src/domain/tenants/tenant.ts',
    ),
  ],
  'order-of-tenants': [
    plant(
      'src/application/tenants/sign-up.ts',
      "import { Anything } from '#application/identity/ports.ts';",
      'src/application/identity/ports.ts',
    ),
    chain('src/domain/tenants/tenant.ts', 'src/domain/terms.ts', 'src/domain/payments/payment.ts'),
    chain(
      'src/domain/tenants/tenant.ts',
      'src/domain/terms.ts',
      'src/domain/terms-of-billing.ts',
      'src/domain/identity/user.ts',
    ),
  ],
  'order-of-identity': [
    plant(
      'src/application/identity/people/invite-user.ts',
      "import type { Anything } from '#domain/customers/customer.ts';",
      'src/domain/customers/customer.ts',
    ),
    chain(
      'src/infrastructure/typeorm/identity/user-repository.ts',
      'src/infrastructure/security/passwords.ts',
      'src/application/customers/ports.ts',
    ),
  ],
  'order-of-customers': [
    plant(
      'src/infrastructure/typeorm/customers/customer-queries.ts',
      "import { Anything } from '../catalog/plan.table.ts';",
      'src/infrastructure/typeorm/catalog/plan.table.ts',
    ),
    chain(
      'src/infrastructure/memory/customers/memory-customers.ts',
      'src/infrastructure/memory/memory-store.ts',
      'src/domain/catalog/plan.ts',
    ),
    chain(
      'src/infrastructure/typeorm/customers/customer-repository.ts',
      'src/infrastructure/typeorm/repositories.ts',
      'src/infrastructure/typeorm/catalog/plan-repository.ts',
    ),
    chain(
      'src/interfaces/http/customers/customers.controller.ts',
      'src/interfaces/http/endpoints.ts',
      'src/interfaces/http/catalog/plans.controller.ts',
    ),
    plant(
      'src/application/customers/import-customers.ts',
      "export const load = () => import('#application/catalog/ports.ts');",
      'src/application/catalog/ports.ts',
    ),
    plant(
      'src/application/customers/import-customers.ts',
      "const ports = require('../catalog/ports.ts');",
      'src/application/catalog/ports.ts',
    ),
    plant(
      'src/application/customers/import-customers.ts',
      "export * as ports from '#application/catalog/ports.ts';",
      'src/application/catalog/ports.ts',
    ),
  ],
  'order-of-metering': [
    plant(
      'src/interfaces/http/metering/meters.controller.ts',
      "import type { Anything } from '#application/invoicing/queries.ts';",
      'src/application/invoicing/queries.ts',
    ),
  ],
  'order-of-taxes': [
    plant(
      'src/domain/taxes/tax.ts',
      "import type { Anything } from '#domain/catalog/price.ts';",
      'src/domain/catalog/price.ts',
    ),
  ],
  'order-of-catalog': [
    plant(
      'src/infrastructure/memory/catalog/plan-repository.ts',
      "import type { Anything } from '#domain/subscriptions/subscription.ts';",
      'src/domain/subscriptions/subscription.ts',
    ),
  ],
  'order-of-discounts': [
    plant(
      'src/application/discounts/create-coupon.ts',
      "import { Anything } from '#application/ledger/ports.ts';",
      'src/application/ledger/ports.ts',
    ),
  ],
  'order-of-ledger': [
    plant(
      'src/domain/ledger/account.ts',
      "import type { Anything } from '#domain/charging/charge.ts';",
      'src/domain/charging/charge.ts',
    ),
  ],
  'order-of-charging': [
    plant(
      'src/application/charging/charge-period.ts',
      "import type { Anything } from '#domain/invoicing/invoice.ts';",
      'src/domain/invoicing/invoice.ts',
    ),
  ],
  'order-of-invoicing': [
    plant(
      'src/domain/invoicing/invoice.ts',
      "export type { Anything } from '#domain/payments/payment.ts';",
      'src/domain/payments/payment.ts',
    ),
  ],
  'order-of-subscriptions': [
    plant(
      'src/interfaces/http/subscriptions/subscriptions.controller.ts',
      "import { Anything } from '#interfaces/http/payments/payments.controller.ts';",
      'src/interfaces/http/payments/payments.controller.ts',
    ),
  ],
  'order-of-alerts': [
    plant(
      'src/application/alerts/watch-usage-alerts.ts',
      "import type { Anything } from '#application/payments/ports.ts';",
      'src/application/payments/ports.ts',
    ),
  ],
  'order-of-payments': [
    plant(
      'src/application/payments/collect-payment.ts',
      "import { Anything } from '#application/webhooks/ports.ts';",
      'src/application/webhooks/ports.ts',
    ),
  ],
  'order-of-operations': [
    plant(
      'src/application/operations/list-tenants.ts',
      "import { Anything } from '#application/audit/ports.ts';",
      'src/application/audit/ports.ts',
    ),
  ],
  'order-of-audit': [
    plant(
      'src/application/audit/record-entry.ts',
      "import type { Anything } from '#domain/customers/events.ts';",
      'src/domain/customers/events.ts',
    ),
  ],
  'order-of-events': [
    plant(
      'src/application/events/deliver-events.ts',
      "import { Anything } from '#domain/customers/customer.ts';",
      'src/domain/customers/customer.ts',
    ),
  ],
  'order-of-webhooks': [
    plant(
      'src/domain/webhooks/delivery.ts',
      "import { Anything } from '#domain/audit/audit-entry.ts';",
      'src/domain/audit/audit-entry.ts',
    ),
    plant(
      'src/infrastructure/webhooks/webhook-sender.ts',
      "import type { Anything } from '#domain/customers/customer.ts';",
      'src/domain/customers/customer.ts',
    ),
  ],
};

/** A violation of the order of parts, for each part that has one to its right. */
export const partPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'parts-of-a-module-have-an-order': Object.entries(parts).flatMap(([module, names]) =>
    names.slice(0, -1).map((part) => {
      const last = `${module}/${names.at(-1) ?? ''}/other.ts`;
      const says = `import type { Anything } from '${last.replace(/^src\//, '#')}';`;
      return plant(`${module}/${part}/one.ts`, says, last);
    }),
  ),
};

const familyPlant = (place: string, family: string, other: string): PlantedTree =>
  plant(
    `src/${place}/${family}/one.ts`,
    `import type { Anything } from '#${place}/${other}';`,
    `src/${place}/${other}`,
  );

/** Violations of the families of adapters. */
export const familyPlants: Readonly<Record<string, readonly PlantedTree[]>> = {
  'family-of-system': [familyPlant('infrastructure', 'system', 'security/sealer.ts')],
  'family-of-security': [
    familyPlant('infrastructure', 'security', 'typeorm/connection/data-source.ts'),
  ],
  'family-of-telemetry': [familyPlant('infrastructure', 'telemetry', 'composition/config.ts')],
  'family-of-mail': [familyPlant('infrastructure', 'mail', 'typeorm/connection/data-source.ts')],
  'family-of-pdf': [familyPlant('infrastructure', 'pdf', 'composition/config.ts')],
  'family-of-panel': [familyPlant('infrastructure', 'panel', 'composition/config.ts')],
  'family-of-limits': [
    familyPlant('infrastructure', 'limits', 'typeorm/connection/data-source.ts'),
  ],
  'family-of-webhooks': [
    familyPlant('infrastructure', 'webhooks', 'typeorm/webhooks/webhook-repository.ts'),
    // A file directly under the families is in none of them.
    familyPlant('infrastructure', 'webhooks', 'repositories.ts'),
    plant(
      'src/infrastructure/webhooks/webhook-sender.ts',
      "export const load = () => import('#infrastructure/memory/memory-store.ts');",
      'src/infrastructure/memory/memory-store.ts',
    ),
  ],
  'family-of-embedded': [familyPlant('infrastructure', 'embedded', 'typeorm/schema/migrate.ts')],
  'family-of-jobs': [familyPlant('infrastructure', 'jobs', 'typeorm/transactions/unit-of-work.ts')],
  'family-of-memory': [
    familyPlant('infrastructure', 'memory', 'typeorm/transactions/unit-of-work.ts'),
    familyPlant('infrastructure', 'memory', 'jobs/pg-boss-jobs.ts'),
  ],
  'family-of-typeorm': [
    familyPlant('infrastructure', 'typeorm', 'composition/config.ts'),
    familyPlant('infrastructure', 'typeorm', 'memory/list.ts'),
    familyPlant('infrastructure', 'typeorm', 'webhooks/webhook-sender.ts'),
  ],
  'family-of-http': [
    familyPlant('interfaces', 'http', 'facade/create-billing.ts'),
    familyPlant('interfaces', 'http', 'shared.ts'),
  ],
  'family-of-worker': [familyPlant('interfaces', 'worker', 'http/server.ts')],
  'family-of-facade': [familyPlant('interfaces', 'facade', 'cli/serve.ts')],
  'family-of-cli': [familyPlant('interfaces', 'cli', 'facade/create-billing.ts')],
};
