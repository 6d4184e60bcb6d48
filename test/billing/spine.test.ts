import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invoiceUseCases } from '#application/invoicing/use-cases.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { subscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { pdfInvoiceRenderer } from '#infrastructure/pdf/pdf-invoice-renderer.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import {
  buildContext,
  buildCustomer,
  buildPlan,
  buildPrice,
  buildProduct,
  buildTenant,
} from '../../src/testing/builders.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

const openings: Readonly<Record<string, () => Promise<StorageHarness>>> = {
  memory: () => openMemoryStorage(),
  PostgreSQL: () => openPostgresStorage(database),
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const at = parseInstant;
const euro = parseCurrencyCode('EUR');

/** A tenant with one customer and a plan of EUR 49.00 a month in advance. */
const openShop = async (
  storage: StorageHarness,
  billed: 'in_advance' | 'in_arrears' = 'in_advance',
) => {
  const seller = {
    name: 'Acme Ltd',
    address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
    taxId: 'ATU12345678',
  };
  const created = buildTenant();
  const tenant = created.change({ billing: { seller } }, created.facts.createdAt);
  const context = buildContext(tenant.facts.id);
  const customer = buildCustomer();
  const product = buildProduct();
  const price = buildPrice({ amount: Money.of(4900n, euro), billed });
  const draft = buildPlan(product.facts.id, { prices: [price], trialDays: 0 });
  const plan = draft.activate(draft.facts.createdAt);
  await storage.unitOfWork.run(context, async (repositories) => {
    await repositories.tenants.save(tenant);
    await repositories.customers.save(customer);
    await repositories.products.save(product);
    await repositories.plans.save(plan);
    await repositories.planVersions.save(firstVersionOf(plan));
  });
  const ports = {
    unitOfWork: storage.unitOfWork,
    reads: storage.reads,
    hash,
    invoiceRenderer: pdfInvoiceRenderer(),
  };
  const failures: unknown[] = [];
  return {
    context,
    customerId: customer.facts.id,
    planId: plan.facts.id,
    subscriptions: subscriptionUseCases(ports),
    invoices: invoiceUseCases(ports),
    run: new RunBilling({ ...ports, failed: (error) => failures.push(error) }),
    failures,
  };
};

describe.each(Object.keys(openings))(
  'one flat price, from a subscription to a verified invoice, in %s',
  (name) => {
    let storage: StorageHarness;
    beforeAll(async () => {
      storage = (await openings[name]?.()) as StorageHarness;
    });
    afterAll(() => storage.close());

    test('a subscription that starts now is invoiced at once', async () => {
      storage.clock.set(at('2026-01-31T10:00:00Z'));
      const { context, subscriptions, invoices, customerId, planId } = await openShop(storage);

      const made = await subscriptions.create.execute(context, { customerId, planId });
      const { data } = await invoices.list.execute(context, { customerId });

      expect(made).toMatchObject({ status: 'active', anchorDay: 31 });
      expect(data).toMatchObject([
        {
          number: 'INV-000001',
          status: 'finalized',
          paymentStatus: 'unpaid',
          issuedOn: '2026-01-31',
        },
      ]);
      expect(data[0]?.total).toEqual(Money.of(4900n, euro));
    });

    test('a year of runs makes twelve invoices, on days that come back to the anchor', async () => {
      storage.clock.set(at('2026-01-31T10:00:00Z'));
      const { context, subscriptions, invoices, customerId, planId, run, failures } =
        await openShop(storage);
      await subscriptions.create.execute(context, { customerId, planId });

      for (let month = 2; month <= 13; month += 1) {
        storage.clock.set(at(new Date(Date.UTC(2026, month, 0, 1)).toISOString()));
        await run.execute(context);
      }
      const { data } = await invoices.list.execute(context, { customerId, limit: 100 });
      const documents = await Promise.all(
        data.map(({ id }) => invoices.get.execute(context, { invoiceId: id })),
      );

      expect(failures).toEqual([]);
      expect(documents.map(({ lines }) => lines[0]?.servicePeriod?.start).toReversed()).toEqual([
        '2026-01-31',
        '2026-02-28',
        '2026-03-31',
        '2026-04-30',
        '2026-05-31',
        '2026-06-30',
        '2026-07-31',
        '2026-08-31',
        '2026-09-30',
        '2026-10-31',
        '2026-11-30',
        '2026-12-31',
        '2027-01-31',
      ]);
      expect(await invoices.verify.execute(context, {})).toMatchObject({
        invoices: 13,
        faults: [],
      });
    });

    test('what is canceled at once is credited for the days that are not used', async () => {
      storage.clock.set(at('2026-06-01T00:00:00Z'));
      const { context, subscriptions, invoices, customerId, planId } = await openShop(storage);
      const made = await subscriptions.create.execute(context, { customerId, planId });
      storage.clock.set(at('2026-06-12T15:00:00Z'));

      const ended = await subscriptions.cancel.execute(context, {
        subscriptionId: made.id,
        version: made.version,
        effective: 'now',
      });
      const { data } = await invoices.list.execute(context, { customerId });

      expect(ended).toMatchObject({ status: 'ended' });
      expect(data).toHaveLength(2);
      expect(data[0]?.subtotal).toEqual(Money.of(-2940n, euro));
      expect(data[0]?.movedToBalance).toEqual(Money.of(2940n, euro));
      expect(data[0]?.total).toEqual(Money.of(0n, euro));
      expect(await invoices.verify.execute(context, {})).toMatchObject({ invoices: 2, faults: [] });
    });

    test('arrears are charged when the period has ended, and at the end', async () => {
      storage.clock.set(at('2026-06-01T00:00:00Z'));
      const shop = await openShop(storage, 'in_arrears');
      const { context, subscriptions, invoices, customerId, planId, run } = shop;
      const made = await subscriptions.create.execute(context, { customerId, planId });
      expect((await invoices.list.execute(context, { customerId })).data).toEqual([]);
      storage.clock.set(at('2026-07-01T00:00:00Z'));
      await run.execute(context);
      storage.clock.set(at('2026-07-10T12:00:00Z'));

      await subscriptions.cancel.execute(context, {
        subscriptionId: made.id,
        version: made.version,
        effective: 'now',
      });
      const { data } = await invoices.list.execute(context, { customerId });

      expect(data.map(({ total }) => total.toDecimal())).toEqual(['15.81', '49.00']);
    });
  },
);
