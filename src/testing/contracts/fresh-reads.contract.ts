import { describe, expect, test } from 'vitest';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import type { BillingSettings } from '#domain/tenants/billing-settings.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import { standardUsage } from '#domain/tenants/usage-settings.ts';
import {
  buildFullCustomer,
  buildFullPlan,
  buildFullProduct,
  buildTenant,
  flatAmountOf,
  nextDay,
  someday,
} from '../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';
import type { Life } from '../lives.ts';
import { lives } from '../lives.ts';

type Tenant = TenantUnderTest<AllRepositories, AllQueries>;

/** How a tenant bills of whom all is known. */
const billingPolicy: BillingPolicy = {
  ...standardPolicy,
  creditAs: 'balance',
  countedBy: 'second',
};

const billing: BillingSettings = {
  seller: {
    name: 'Initech GmbH',
    address: {
      line1: 'Ring 1',
      line2: null,
      city: 'Wien',
      postalCode: '1010',
      state: null,
      country: 'AT',
    },
    taxId: 'ATU12345678',
    email: parseEmailAddress('billing@initech.example'),
    color: '#0b7285',
    logo: 'a0'.repeat(32),
  },
  numberPrefix: '2026-',
  numberResets: 'yearly',
  paymentTermDays: 14,
  finalization: 'manual',
  graceDays: 2,
  upcomingNoticeDays: 3,
  booksClosedOn: parseCalendarDate('2026-10-31'),
  isStopped: true,
  taxRateIds: [],
};

/** All that is read of the thing: twice, so that what was remembered of it would be found out. */
const look = async (tenant: Tenant, { find, list }: Life) => {
  const once = () =>
    tenant.read(async (queries) => ({ found: await find?.(queries), listed: await list(queries) }));
  return [await once(), await once()];
};

/** The second law of `ReadAccess`, for every kind of thing and every fact of it. */
export const freshReadsContract = (name: string, open: OpenStorage): void => {
  describe(`Fresh reads: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test.each(lives)('law 2: %s is read as it was last written, in every fact', async (_, of) => {
      const [tenant, life] = [await createTenant(), of()];
      const nothing = { found: undefined, listed: [] };
      expect(await look(tenant, life)).toEqual([nothing, nothing]);

      for (const step of life.steps) {
        const shown = await tenant.run(step);

        const listed = shown === undefined ? [] : [shown];
        const seen = { found: life.find === undefined ? undefined : shown, listed };
        expect(await look(tenant, life)).toStrictEqual([seen, seen]);
      }
    });

    test('law 2: a tenant is read as it was last written, in every fact', async () => {
      const tenant = await createTenant();
      const { createdAt } = buildTenant().facts;
      for (const [index, changes] of [
        {
          name: 'Initech',
          defaultCurrency: 'JPY',
          timeZone: 'Asia/Tokyo',
          billing,
          billingPolicy,
          usage: { maxAgeDays: 7, maxFutureMinutes: 5, retentionDays: 90 },
        },
        {
          name: 'Umbrella',
          defaultCurrency: 'KWD',
          timeZone: 'Europe/Vienna',
          billing: null,
          billingPolicy: standardPolicy,
          usage: standardUsage,
        },
      ].entries()) {
        const saved = await tenant.run(async ({ tenants }) => {
          const found = await tenants.find();
          return found && tenants.save(found.change(changes, nextDay));
        });

        const seen = await tenant.read(({ tenants }) => tenants.find());
        expect(seen).toEqual(saved && tenantView(saved));
        const { id } = tenant;
        const version = index + 2;
        const rest = { mode: 'live', createdAt, updatedAt: nextDay };
        const bills = { billing: changes.billing ?? standardBilling };
        expect(seen).toEqual({ id, version, ...changes, ...bills, ...rest });
      }
    });

    test('what is full of facts is shown with each of them', async () => {
      const tenant = await createTenant();
      const [customer, product] = [buildFullCustomer(), buildFullProduct()];
      const plan = buildFullPlan(product.facts.id);
      await tenant.run(async ({ customers, products, plans }) => {
        const stored = await customers.save(customer);
        await customers.save(stored.change({ name: 'Changed' }, nextDay));
        await products.save(product);
        await plans.save(plan);
      });

      const [ofCustomer, ofPlan] = await tenant.read(async ({ customers, plans }) => [
        await customers.find(customer.facts.id),
        await plans.find(plan.facts.id),
      ]);

      expect(ofCustomer).toEqual({
        ...customer.facts,
        version: 2,
        name: 'Changed',
        updatedAt: nextDay,
      });
      expect(ofCustomer).toMatchObject({ taxId: 'ATU12345678', createdAt: someday });
      expect(Object.values(ofCustomer ?? {})).not.toContain(null);
      expect(ofPlan).toMatchObject({ trialDays: 14, interval: { unit: 'year', count: 2 } });
      const stated = ofPlan?.prices.map((price) => [price.name, flatAmountOf(price), price.billed]);
      expect(stated).toEqual([
        ['Zeta', 300n, 'in_arrears'],
        ['Alpha', 100n, 'in_advance'],
        ['Mid', 200n, 'in_arrears'],
      ]);
    });
  });
};
