import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { balanceUseCases } from '#application/invoicing/collection/balance-use-cases.ts';
import { faultsOf } from '#application/invoicing/verification/verify-invoices.ts';
import { taxRateUseCases } from '#application/taxes/use-cases.ts';
import { tenantUseCases } from '#application/tenants/use-cases.ts';
import { lineSums, rateTotals } from '#domain/invoicing/taxed-charge.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { pngLogoReader } from '#infrastructure/pdf/png-logo-reader.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import type { PlanShop } from './plan-shop.ts';
import { openPlanShop } from './plan-shop.ts';

// How documents are taxed on both storages, in June, of 30 days.

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

const euro = parseCurrencyCode('EUR');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const plans = {
  basic: { prices: { Base: 1000n } },
  pro: { prices: { Base: 1500n } },
  small: { prices: { Base: 299n } },
  thirds: { prices: { A: 333n, B: 333n, C: 334n } },
} as const;

type Document = Awaited<ReturnType<PlanShop['invoices']['get']['execute']>>;

/** `10.00 + 2.00 = 12.00` for each line, then what the document owes of tax and comes to. */
const textOf = ({ lines, tax, total }: Document): string =>
  [
    ...lines.map((line) => {
      const { net, tax: ofLine, total: all } = lineSums(line);
      return [net, ofLine, all].map((amount) => amount.toDecimal()).join(' / ');
    }),
    `${tax.toDecimal()} of ${total.toDecimal()}`,
  ].join(', ');

describe.each(Object.keys(openings))('on %s', (name) => {
  let storage: StorageHarness;
  beforeAll(async () => {
    storage = await (openings[name] ?? openMemoryStorage)();
  });
  afterAll(() => storage.close());

  /** A shop whose tenant has one rate by default. */
  const open = async (rate: string, policy: BillingPolicyInput = {}, isInclusive = false) => {
    const shop = await openPlanShop(storage, { plans, policy });
    const taxRates = taxRateUseCases(storage);
    const tenant = tenantUseCases({ ...storage, logoReader: pngLogoReader });
    const { context } = shop;
    const newRate = async (text: string, included = false): Promise<TaxRateId> => {
      const input = { name: `VAT ${text}`, rate: text, isInclusive: included };
      return (await taxRates.create.execute(context, input)).id;
    };
    const tax = async (...taxRateIds: readonly TaxRateId[]) => {
      const changes = { billing: { taxRateIds } };
      await tenant.update.execute(context, { version: 'any', changes });
    };
    await tax(await newRate(rate, isInclusive));
    shop.setTime('2026-06-01T10:00:00Z');
    const documents = async (): Promise<readonly Document[]> => {
      const { data } = await shop.invoices.list.execute(context, { limit: 100 });
      const verified = await shop.invoices.verify.execute(context, {});
      expect(verified.faults).toEqual([]);
      return Promise.all(
        data.toReversed().map(({ id }) => shop.invoices.get.execute(context, { invoiceId: id })),
      );
    };
    const balances = balanceUseCases(storage);
    return {
      ...shop,
      tax,
      newRate,
      documents,
      texts: async () => (await documents()).map(textOf),
      balances,
    };
  };

  describe('a credit', () => {
    test('takes back the taxes of its charge, whatever the rate is by then', async () => {
      const shop = await open('0.25');
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');
      await shop.tax(await shop.newRate('0.50'));

      await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });

      expect(await shop.texts()).toEqual([
        '10.00 / 2.50 / 12.50, 2.50 of 12.50',
        '7.50 / 3.75 / 11.25, -5.00 / -1.25 / -6.25, 2.50 of 5.00',
      ]);
      const [, second] = await shop.documents();
      expect(rateTotals(second?.lines ?? [])).toMatchObject([
        { rate: '0.50', base: Money.of(750n, euro), amount: Money.of(375n, euro) },
        { rate: '0.25', base: Money.of(-500n, euro), amount: Money.of(-125n, euro) },
      ]);
    });

    test('of all of its charge takes back all of its taxes, however rounded', async () => {
      const shop = await open('0.062');
      const made = await shop.subscribe('thirds');
      shop.setTime('2026-06-11T10:00:00Z');
      await shop.tax();

      await shop.subscriptions.cancel.execute(shop.context, {
        subscriptionId: made.id,
        version: 'any',
        effective: 'now',
        cancelCredit: 'full',
      });

      expect(await shop.texts()).toEqual([
        '3.33 / 0.21 / 3.54, 3.33 / 0.20 / 3.53, 3.34 / 0.21 / 3.55, 0.62 of 10.62',
        '-3.33 / -0.21 / -3.54, -3.33 / -0.20 / -3.53, -3.34 / -0.21 / -3.55, -0.62 of 0.00',
      ]);
      const { balances } = await shop.balances.get.execute(shop.context, shop);
      expect(balances).toEqual([Money.of(1062n, euro)]);
    });

    test('takes back nothing of a charge that nothing taxed', async () => {
      const shop = await open('0.20');
      await shop.tax();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');
      await shop.tax(await shop.newRate('0.20'));

      await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });

      expect((await shop.texts())[1]).toBe(
        '7.50 / 1.50 / 9.00, -5.00 / 0.00 / -5.00, 1.50 of 4.00',
      );
    });

    test('of a document below zero goes to the balance with its taxes', async () => {
      const shop = await open('0.20', { creditAs: 'balance' });
      const made = await shop.subscribe('pro');
      shop.setTime('2026-06-16T10:00:00Z');

      await shop.change(made, { planId: shop.planId('basic'), effective: 'now' });

      const [, second] = await shop.documents();
      expect(second && textOf(second)).toBe(
        '5.00 / 1.00 / 6.00, -7.50 / -1.50 / -9.00, -0.50 of 0.00',
      );
      expect(second?.movedToBalance).toEqual(Money.of(300n, euro));
      const { balances } = await shop.balances.get.execute(shop.context, shop);
      expect(balances).toEqual([Money.of(300n, euro)]);
    });
  });

  describe('rounding', () => {
    test.each([
      ['per_line', '0.63 of 10.63', '3.33 / 0.21 / 3.54, 3.33 / 0.21 / 3.54, 3.34 / 0.21 / 3.55'],
      ['per_rate', '0.62 of 10.62', '3.33 / 0.21 / 3.54, 3.33 / 0.20 / 3.53, 3.34 / 0.21 / 3.55'],
      [
        'per_document',
        '0.62 of 10.62',
        '3.33 / 0.21 / 3.54, 3.33 / 0.20 / 3.53, 3.34 / 0.21 / 3.55',
      ],
    ] as const)('%s comes to %s', async (taxRounding, totals, lines) => {
      const shop = await open('0.062', { taxRounding });

      await shop.subscribe('thirds');

      expect(await shop.texts()).toEqual([`${lines}, ${totals}`]);
    });

    test.each([
      ['tax', '2.87 / 0.12 / 2.99, 0.12 of 2.99'],
      ['net', '2.88 / 0.11 / 2.99, 0.11 of 2.99'],
    ] as const)('of a price that includes a rate rounds its %s', async (side, text) => {
      const shop = await open('0.04', { inclusiveRounding: side }, true);

      await shop.subscribe('small');

      expect(await shop.texts()).toEqual([text]);
    });
  });

  test('the nearest place says the rates, and an empty list that nothing is taxed', async () => {
    const shop = await open('0.10');
    const [ofProduct, ofCustomer] = [await shop.newRate('0.20'), await shop.newRate('0.30')];
    const taxes: bigint[] = [];
    const subscribe = async () => {
      const { now } = await shop.subscriptions.previewCreate.execute(shop.context, {
        customerId: shop.customerId,
        planId: shop.planId('basic'),
      });
      taxes.push(now[0]?.tax.minor ?? -1n);
    };
    const setCustomer = (taxRateIds: readonly TaxRateId[] | null) =>
      storage.unitOfWork.run(shop.context, async ({ customers }, { now }) => {
        const customer = await customers.find(shop.customerId);
        if (customer) await customers.save(customer.change({ billing: { taxRateIds } }, now));
      });
    const setProduct = (taxRateIds: readonly TaxRateId[] | null) =>
      storage.unitOfWork.run(shop.context, async ({ plans: stored, products }, { now }) => {
        const plan = await stored.find(shop.planId('basic'));
        const product = plan && (await products.find(plan.facts.productId));
        if (product) await products.save(product.change({ taxRateIds }, now));
      });

    await subscribe();
    await setProduct([ofProduct]);
    await subscribe();
    await setCustomer([ofCustomer]);
    await subscribe();
    await setCustomer([]);
    await subscribe();
    await setCustomer(null);
    await setProduct([]);
    await subscribe();

    expect(taxes).toEqual([100n, 200n, 300n, 0n, 0n]);
  });

  test('an archived rate stays in force where it stands', async () => {
    const shop = await open('0.20');
    await storage.unitOfWork.run(shop.context, async ({ taxRates, tenants }, { now }) => {
      const tenant = await tenants.find();
      const [id] = tenant?.facts.billing.taxRateIds ?? [];
      const rate = id && (await taxRates.find(id));
      if (rate?.status === 'active') await taxRates.save(rate.archive(now));
    });

    await shop.subscribe('basic');

    expect(await shop.texts()).toEqual(['10.00 / 2.00 / 12.00, 2.00 of 12.00']);
  });

  test('the balance pays with taxes, and a preview shows what is made', async () => {
    const shop = await open('0.20');
    await shop.balances.adjust.execute(shop.context, {
      customerId: shop.customerId,
      amount: Money.of(1100n, euro),
      reason: 'A present',
    });
    const preview = await shop.subscriptions.previewCreate.execute(shop.context, {
      customerId: shop.customerId,
      planId: shop.planId('basic'),
    });

    await shop.subscribe('basic');

    const [made] = await shop.documents();
    const sums = { total: Money.of(1200n, euro), amountDue: Money.of(100n, euro) };
    expect(made).toMatchObject({ ...sums, balanceApplied: Money.of(1100n, euro) });
    expect(preview.now[0]).toMatchObject({ ...sums, balanceApplied: Money.of(1100n, euro) });
  });

  test('taxes that are not those that a document was issued with are faults', async () => {
    const shop = await open('0.20');
    await shop.subscribe('basic');
    const { data } = await shop.invoices.list.execute(shop.context, {});
    const [invoice] = data;
    if (invoice === undefined) throw new Error('There is no invoice.');
    const explained = await storage.reads.read(shop.context, ({ invoices }) =>
      invoices.explained([invoice.id]),
    );
    const lines = explained.get(invoice.id) ?? [];
    const changed = (changes: object) =>
      lines.map((line) => {
        const taxes = line.charge.taxed.taxes.map((tax) => ({ ...tax, ...changes }));
        return { ...line, charge: { ...line.charge, taxed: { ...line.charge.taxed, taxes } } };
      });
    const codesOf = (of: typeof lines) =>
      faultsOf(invoice, of, new Set(), sha256).map(({ code }) => code);

    expect(codesOf(lines)).toEqual([]);
    expect(codesOf(changed({ amount: Money.of(199n, euro) }))).toEqual([
      'line_tax',
      'digest',
      'total',
    ]);
    expect(codesOf(changed({ rate: '0.21' }))).toEqual(['line_tax', 'digest']);
    expect(codesOf(changed({ name: 'No VAT' }))).toEqual(['digest']);
    expect(codesOf(lines.map((line) => ({ ...line, taxRule: null })))).toEqual(['line_tax']);
  });
});
