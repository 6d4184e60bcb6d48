import { describe, expect, test } from 'vitest';
import type { InvoiceFilter, InvoicingReads } from '#application/invoicing/queries.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import { localDateAt } from '#domain/shared/calendar/local-time.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import {
  dayMilliseconds,
  instantOf,
  parseCalendarDate,
  parseTimeZone,
} from '#domain/shared/time.ts';
import {
  buildCharge,
  buildInvoice,
  builtTerms,
  euros,
  issued,
  storeSubscription,
} from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenInvoicing = OpenStorage<SubscriptionRepositories, InvoicingReads>;

const everything = { limit: 100, after: null };
const utc = parseTimeZone('UTC');
const [firstDate, lastDate] = [parseCalendarDate('0000-01-01'), parseCalendarDate('9999-12-31')];

/** How the lists of `InvoiceQueries` are filtered. */
export const invoiceFiltersContract = (name: string, open: OpenInvoicing): void => {
  describe(`Filters of InvoiceQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** Invoices of one customer, by how each stands. */
    const withStates = async () => {
      const tenant = await createTenant();
      return tenant.run(async (repositories) => {
        const { customerId, subscription } = await storeSubscription(repositories);
        const yen = parseCurrencyCode('JPY');
        const inYen = totalsOf([untaxedSums(Money.of(5000n, yen))], yen, Money.zero(yen));
        const dueIn = (days: number) =>
          issued(buildInvoice(customerId), {
            overdueAt: instantOf(someday + days * dayMilliseconds),
          });
        const states = {
          draft: buildInvoice(customerId),
          open: dueIn(15),
          paid: dueIn(15).pay(euros(4900n), nextDay).invoice,
          partly: dueIn(20).pay(euros(900n), nextDay).invoice,
          late: dueIn(5).fallOverdue(weekLater),
          yen: buildInvoice(customerId, { ...inYen, currency: yen }),
        };
        await repositories.invoices.add(Object.values(states));
        const line = buildCharge(subscription, { invoiceId: states.partly.facts.id });
        await repositories.charges.add([line], builtTerms());
        const names = new Map<InvoiceId, string>(
          Object.entries(states).map(([state, { facts }]) => [facts.id, state]),
        );
        return { tenant, names, subscriptionId: subscription.facts.id };
      });
    };

    test('filters tell how an invoice is paid, when it is due, and how high it is', async () => {
      const { tenant, names, subscriptionId } = await withStates();
      const euro = parseCurrencyCode('EUR');
      const day = (days: number) => localDateAt(utc, instantOf(someday + days * dayMilliseconds));
      const cases: readonly (readonly [InvoiceFilter, string])[] = [
        [{ paymentStatus: 'paid' }, 'paid'],
        [{ paymentStatus: 'partially_paid' }, 'partly'],
        [{ paymentStatus: 'unpaid' }, 'draft late open yen'],
        [{ paymentStatus: 'unpaid', status: 'finalized' }, 'late open'],
        [{ isOverdue: true }, 'late'],
        [{ isOverdue: false }, 'draft open paid partly yen'],
        [{ subscriptionId }, 'partly'],
        [{ subscriptionId: buildId('sub') }, ''],
        [{ currency: parseCurrencyCode('JPY') }, 'yen'],
        [{ dueOn: { gte: day(15) } }, 'open paid partly'],
        [{ dueOn: { lte: day(15) } }, 'late open paid'],
        [{ dueOn: { gte: day(6), lte: day(15) } }, 'open paid'],
        [{ dueOn: { gte: day(16), lte: day(15) } }, ''],
        [{ dueOn: { gte: firstDate, lte: lastDate } }, 'late open paid partly'],
        [{ dueOn: { lte: firstDate } }, ''],
        [{ dueOn: {} }, 'draft late open paid partly yen'],
        [{ currency: euro, total: { gte: 4900n } }, 'draft late open paid partly'],
        [{ currency: euro, total: { gte: 4901n } }, ''],
        [{ total: { gte: 4901n } }, 'yen'],
        [{ total: { lte: 4900n }, paymentStatus: 'paid' }, 'paid'],
        [{ total: {} }, 'draft late open paid partly yen'],
      ];

      for (const [filter, expected] of cases) {
        const found = await tenant.read(({ invoices }) => invoices.list(filter, everything));
        const told = found.map(({ id }) => names.get(id) ?? id).toSorted();
        expect([filter, told.join(' ')]).toEqual([filter, expected]);
      }
    });

    test('where nothing is due, all days that there are are looked through at once', async () => {
      const tenant = await createTenant();
      const filter = { dueOn: { gte: firstDate, lte: lastDate } };
      const startedAt = performance.now();

      expect(await tenant.read(({ invoices }) => invoices.list(filter, everything))).toEqual([]);
      expect(performance.now() - startedAt).toBeLessThan(1500);
    });

    test('law 3: a search finds those whose number or id begins so', async () => {
      const tenant = await createTenant();
      const other = await createTenant();
      const [first, second, third] = await tenant.run(async (repositories) => {
        const { customerId } = await storeSubscription(repositories);
        const all = ['INV-007', 'INV-008', 'inv-9%'].map((number) =>
          issued(buildInvoice(customerId), { number }),
        );
        await repositories.invoices.add([...all, buildInvoice(customerId)]);
        return all.map(({ facts }) => facts.id);
      });
      const search = async (text: string, limit = 10, at = tenant) => {
        const found = await at.read(({ invoices }) => invoices.search(text, limit));
        return found.map(({ id }) => id).toSorted();
      };

      expect(await search('INV-00')).toEqual([first, second]);
      expect(await search('INV-00', 1)).toHaveLength(1);
      expect(await search('inv-008')).toEqual([second]);
      expect(await search('inv-9')).toEqual([third]);
      expect(await search('inv-%')).toEqual([]);
      expect(await search('NV-0')).toEqual([]);
      expect(await search(third ?? '')).toEqual([third]);
      expect(await search('INV-', 10, other)).toEqual([]);
    });
  });
};
