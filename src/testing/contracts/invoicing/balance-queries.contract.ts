import { describe, expect, test } from 'vitest';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { buildBalanceTransaction } from '../../balance-builders.ts';
import { euros, storeAccount } from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenInvoicing = OpenStorage<SubscriptionRepositories, InvoicingReads>;

const everything = { limit: 100, after: null };

/** The laws of `BalanceQueries`. */
export const balanceQueriesContract = (name: string, open: OpenInvoicing): void => {
  describe(`BalanceQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const withTransactions = async () => {
      const tenant = await createTenant();
      const customerId = await tenant.run((repositories) => storeAccount(repositories));
      const another = await tenant.run((repositories) => storeAccount(repositories));
      const yen = Money.of(7n, parseCurrencyCode('JPY'));
      const moved = [
        buildBalanceTransaction(customerId, { id: buildId('bal', someday), amount: yen }),
        buildBalanceTransaction(customerId, { id: buildId('bal', nextDay), amount: euros(900n) }),
        buildBalanceTransaction(customerId, {
          id: buildId('bal', weekLater),
          amount: euros(-400n),
          reason: 'Zoë %_\\',
        }),
      ];
      const others = buildBalanceTransaction(another);
      await tenant.run(({ balances }) => balances.move([...moved, others]));
      return { tenant, customerId, moved, yen };
    };

    test('law 1: a balance has an amount for each currency, by its code', async () => {
      const { tenant, customerId, yen } = await withTransactions();
      const other = await createTenant();

      const found = await tenant.read(({ balances }) => balances.of(customerId));
      const theirs = await other.read(({ balances }) => balances.of(customerId));

      expect(found).toEqual([euros(500n), yen]);
      expect(theirs).toEqual([]);
    });

    test('law 2: transactions come newest first, in slices, each with what it left', async () => {
      const { tenant, customerId, moved, yen } = await withTransactions();
      const other = await createTenant();
      const [first, second, third] = moved.map(({ id }) => id);

      const pages = await tenant.read(async ({ balances }) => [
        await balances.transactions({ customerId }, everything),
        await balances.transactions({ customerId }, { limit: 1, after: null }),
        await balances.transactions({ customerId }, { limit: 5, after: second ?? null }),
        await balances.transactions({ customerId: buildId('cus') }, everything),
      ]);
      const theirs = await other.read(({ balances }) =>
        balances.transactions({ customerId }, everything),
      );

      const after = [yen, euros(900n), euros(500n)];
      const all = moved.map((each, at) => ({ ...each, balanceAfter: after[at] })).toReversed();
      expect(pages[0]).toEqual(all);
      expect(pages.slice(1).map((page) => page.map(({ id }) => id))).toEqual([
        [third],
        [first],
        [],
      ]);
      expect(theirs).toEqual([]);
    });
  });
};
