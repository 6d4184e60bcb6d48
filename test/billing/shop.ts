import { createHash } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { planUseCases, planVersionUseCases } from '#application/catalog/use-cases.ts';
import { customerUseCases } from '#application/customers/use-cases.ts';
import { invoiceUseCases } from '#application/invoicing/use-cases.ts';
import { billingDueWork } from '#application/subscriptions/runs/due-work.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { subscriptionUseCases } from '#application/subscriptions/use-cases.ts';
import { tenantUseCases, testClockUseCases } from '#application/tenants/use-cases.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { ReadyClock } from '#domain/tenants/test-clock.ts';
import { pdfInvoiceRenderer } from '#infrastructure/pdf/pdf-invoice-renderer.ts';
import { pngLogoReader } from '#infrastructure/pdf/png-logo-reader.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import {
  buildContext,
  buildCustomer,
  buildPlan,
  buildPrice,
  buildProduct,
  buildTenant,
  someday,
} from '../../src/testing/builders.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

export const euro = parseCurrencyCode('EUR');

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A database for the tests of the file that calls it, in which tenants open their shops. */
export const shopsOnPostgres = ({ poolMax = 10 } = {}) => {
  const fresh = freshDatabase();
  let database: Database;
  afterAll(() => database.close());
  const shops = shopsOn(async () => {
    database = await openDatabase({ url: fresh.url(), poolMax });
    // One after the other: all at once they may take longer than anybody waits for a connection.
    const clients = [];
    for (let opened = 0; opened < poolMax; opened += 1) {
      clients.push(await database.pool.connect());
    }
    for (const client of clients) client.release();
    return openPostgresStorage(database);
  });
  return { ...shops, url: () => fresh.url() };
};

/** The same in memory. */
export const shopsInMemory = () => shopsOn(() => openMemoryStorage());

const shopsOn = (open: () => Promise<StorageHarness>) => {
  let storage: StorageHarness;
  beforeAll(async () => {
    storage = await open();
  });
  afterAll(() => storage.close());
  return {
    /** Business time, for all shops of live tenants. */
    setTime: (instant: string): void => storage.clock.set(parseInstant(instant)),
    /** A tenant with customers and a plan of EUR 49.00 a month. */
    open: (shop: ShopInput = {}) => openShop(storage, shop),
  };
};

interface ShopInput {
  /** Instead of the flat one. */
  readonly price?: PriceInput;
  readonly billed?: 'in_advance' | 'in_arrears';
  readonly customers?: number;
  /** The instant at which the clock of a test tenant begins; without it the tenant is live. */
  readonly clockStartsAt?: string;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

const openShop = async (
  storage: StorageHarness,
  {
    billed = 'in_advance',
    customers: count = 1,
    clockStartsAt,
    price = buildPrice({ amount: Money.of(4900n, euro), billed }),
  }: ShopInput,
) => {
  const mode = clockStartsAt === undefined ? 'live' : 'test';
  const tenant = buildTenant({ mode });
  const seller = {
    name: 'Acme Ltd',
    address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
    taxId: 'ATU12345678',
  };
  const selling = tenant.change({ billing: { seller } }, someday);
  const context = buildContext(tenant.facts.id, { mode });
  const customers = Array.from({ length: count }, () => buildCustomer());
  const product = buildProduct();
  const plan = buildPlan(product.facts.id, { prices: [price], trialDays: 0 }).activate(someday);
  const stored = await storage.unitOfWork.run(context, async (repositories) => {
    await repositories.tenants.save(selling);
    if (clockStartsAt !== undefined) {
      const clock = ReadyClock.begin(tenant.facts.id, parseInstant(clockStartsAt));
      await repositories.testClocks.save(clock);
    }
    for (const customer of customers) await repositories.customers.save(customer);
    await repositories.products.save(product);
    const saved = await repositories.plans.save(plan);
    await repositories.planVersions.save(firstVersionOf(plan));
    return saved;
  });
  const ports = {
    unitOfWork: storage.unitOfWork,
    reads: storage.reads,
    hash: sha256,
    invoiceRenderer: pdfInvoiceRenderer(),
    logoReader: pngLogoReader,
  };
  const failures: unknown[] = [];
  const run = new RunBilling({ ...ports, failed: (error) => failures.push(error) });
  const dueWork = billingDueWork(run);
  return {
    ...ports,
    context,
    customerIds: customers.map(({ facts }) => facts.id),
    plan: { planId: plan.facts.id, version: stored.facts.version },
    plans: planUseCases(ports),
    planVersions: planVersionUseCases(ports),
    customers: customerUseCases(ports),
    subscriptions: subscriptionUseCases(ports),
    invoices: invoiceUseCases(ports),
    tenant: tenantUseCases(ports),
    testClock: testClockUseCases({ ...ports, dueWork, clock: storage.clock }),
    run,
    /** Whether a worker finds the tenant among those with something due by now. */
    isDue: async () => {
      const due = await storage.dueAccounts.tenants(storage.clock.now(), 1_000);
      return due.includes(tenant.facts.id);
    },
    failures,
  };
};
