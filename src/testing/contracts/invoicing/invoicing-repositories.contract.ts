import { describe, expect, test } from 'vitest';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { balanceAdjusted } from '#domain/invoicing/balance.ts';
import { BalanceBelowZero } from '#domain/invoicing/errors.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { buildBalanceTransaction } from '../../balance-builders.ts';
import {
  buildBillingIssue,
  buildInvoice,
  euros,
  issued,
  storeAccount,
} from '../../billing-builders.ts';
import { buildId, nextDay } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildPayment } from '../../payment-builders.ts';

type OpenBooks = OpenStorage<BookRepositories>;

/** The laws of `NumberSeriesRepository`. */
export const numberSeriesContract = (name: string, open: OpenBooks): void => {
  describe(`NumberSeriesRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    const [first, second, third] = ['2026-01-01', '2026-01-02', '2026-01-03'].map(
      parseCalendarDate,
    ) as [ReturnType<typeof parseCalendarDate>, never, never];

    test('law 1: numbers of a series follow each other from 1 in each tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];

      const taken = await tenant.run(async ({ numberSeries }) => [
        await numberSeries.take('INV', 1, first),
        await numberSeries.take('INV', 3, first),
        await numberSeries.take('INV', 1, first),
        await numberSeries.take('INV-2026', 2, first),
      ]);
      const theirs = await other.run(({ numberSeries }) => numberSeries.take('INV', 1, first));

      expect(taken.map((each) => each.first)).toEqual([1, 2, 5, 1]);
      expect(theirs.first).toBe(1);
    });

    test('law 1: a run that fails gives its numbers back', async () => {
      const tenant = await createTenant();
      await tenant.run(({ numberSeries }) => numberSeries.take('INV', 1, first));

      const failing = tenant.run(async ({ numberSeries }) => {
        await numberSeries.take('INV', 5, second);
        throw new Error('Nothing of it.');
      });

      await expect(failing).rejects.toThrow('Nothing of it.');
      const next = await tenant.run(({ numberSeries }) => numberSeries.take('INV', 1, first));
      expect(next).toEqual({ first: 2, issuedOn: first });
    });

    test('law 1: runs side by side take different numbers, and none is left out', async () => {
      const tenant = await createTenant();

      const taken = await Promise.all(
        [1, 2, 3, 4].map(() =>
          tenant.run(({ numberSeries }) => numberSeries.take('INV', 2, first)),
        ),
      );

      expect(taken.map((each) => each.first).toSorted((one, other) => one - other)).toEqual([
        1, 3, 5, 7,
      ]);
    });

    test('law 2: no number is issued on a day before that of an earlier one', async () => {
      const tenant = await createTenant();

      const taken = await tenant.run(async ({ numberSeries }) => [
        await numberSeries.take('INV', 1, second),
        await numberSeries.take('INV', 1, first),
        await numberSeries.take('INV', 1, third),
        await numberSeries.take('INV', 1, second),
      ]);

      expect(taken.map(({ issuedOn }) => issuedOn)).toEqual([second, second, third, third]);
    });
  });
};

/** The laws of `PaymentRepository`. */
export const paymentRepositoryContract = (name: string, open: OpenBooks): void => {
  describe(`PaymentRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: a payment is one of more than nothing, for an invoice of the tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const invoice = await tenant.run(async (repositories) => {
        const made = issued(buildInvoice(await storeAccount(repositories)));
        await repositories.invoices.add([made]);
        return made.facts.id;
      });
      const payment = buildPayment(invoice, {
        reference: 'Zoë %_\\',
        paidOn: parseCalendarDate('2026-02-28'),
      });
      const pay = (at: typeof tenant, given: typeof payment) =>
        at.run(({ payments }) => payments.add(given));

      await pay(tenant, payment);
      await expect(pay(tenant, payment)).rejects.toThrow(InvariantViolation);
      await expect(pay(tenant, buildPayment(buildId('inv')))).rejects.toThrow(InvariantViolation);
      await expect(pay(tenant, buildPayment(invoice, { amount: euros(0n) }))).rejects.toThrow(
        InvariantViolation,
      );
      await expect(pay(tenant, buildPayment(invoice, { amount: euros(-1n) }))).rejects.toThrow(
        InvariantViolation,
      );
      await expect(pay(other, buildPayment(invoice))).rejects.toThrow(InvariantViolation);
    });
  });
};

/** The laws of `BalanceRepository`. */
export const balanceRepositoryContract = (name: string, open: OpenBooks): void => {
  describe(`BalanceRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    const yen = (minor: bigint) => Money.of(minor, parseCurrencyCode('JPY'));

    const withAccount = async () => {
      const tenant = await createTenant();
      const customerId = await tenant.run((repositories) => storeAccount(repositories));
      const move = (...amounts: readonly Money[]) =>
        tenant.run(({ balances }) =>
          balances.move(amounts.map((amount) => buildBalanceTransaction(customerId, { amount }))),
        );
      const amounts = async () => {
        const found = await tenant.run(({ balances }) => balances.of([customerId]));
        return found
          .map(({ amount }) => amount)
          .toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
      };
      return { tenant, customerId, move, amounts };
    };

    test('law 1: a balance is the sum of its transactions in each currency', async () => {
      const { amounts, move } = await withAccount();
      const none = await amounts();

      await move(euros(1000n), yen(5n));
      await move(euros(-400n), euros(9_007_199_254_740_993n));
      await move(euros(-100n));

      expect(none).toEqual([]);
      expect(await amounts()).toEqual([euros(9_007_199_254_741_493n), yen(5n)]);
    });

    test('law 1: balances are those of the customers that are named, in their tenant', async () => {
      const { tenant, customerId, move } = await withAccount();
      const other = await withAccount();
      const another = await tenant.run((repositories) => storeAccount(repositories));
      await move(euros(1n));
      await tenant.run(({ balances }) =>
        balances.move([buildBalanceTransaction(another, { kind: 'invoice_credit', reason: null })]),
      );

      const found = await tenant.run(({ balances }) => balances.of([customerId, buildId('cus')]));
      const both = await tenant.run(({ balances }) => balances.of([customerId, another]));
      const elsewhere = await other.tenant.run(({ balances }) => balances.of([customerId]));

      expect(found).toEqual([{ customerId, currency: 'EUR', amount: euros(1n) }]);
      expect(both).toHaveLength(2);
      expect(elsewhere).toEqual([]);
    });

    test('law 2: a balance is used up to the last cent, and never goes below zero', async () => {
      const { amounts, move } = await withAccount();
      await move(euros(1000n));

      await expect(move(euros(-1001n))).rejects.toThrow(BalanceBelowZero);
      await expect(move(euros(500n), euros(-1501n))).rejects.toThrow(BalanceBelowZero);
      await expect(move(yen(-1n))).rejects.toThrow(BalanceBelowZero);
      const before = await amounts();
      await move(euros(-1000n));

      expect([before, await amounts()]).toEqual([[euros(1000n)], [euros(0n)]]);
    });

    test('law 2: nothing moves where one of several would go below zero on the way', async () => {
      const { tenant, customerId, amounts, move } = await withAccount();
      await move(euros(1000n));
      const another = await tenant.run((repositories) => storeAccount(repositories));
      const fine = buildBalanceTransaction(another);

      for (const dip of [euros(-1001n), yen(-1n)]) {
        const back = Money.of(5000n, dip.currency);
        const moves = [dip, back].map((amount) => buildBalanceTransaction(customerId, { amount }));
        const moving = tenant.run(({ balances }) => balances.move([fine, ...moves]));
        await expect(moving).rejects.toThrow(BalanceBelowZero);
      }
      const theirs = await tenant.run(({ balances }) => balances.of([another]));

      expect([await amounts(), theirs]).toEqual([[euros(1000n)], []]);
    });

    test('law 2: of two who take the same credit at once, one gets it', async () => {
      const { amounts, move } = await withAccount();
      await move(euros(1000n));

      const outcomes = await Promise.allSettled([move(euros(-800n)), move(euros(-800n))]);

      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await amounts()).toEqual([euros(200n)]);
    });

    test('law 3: what is told is recorded along with the transactions', async () => {
      const { tenant, customerId } = await withAccount();
      const moved = buildBalanceTransaction(customerId);
      const adjusted = balanceAdjusted({
        transactionId: moved.id,
        customerId,
        amount: moved.amount,
        balance: moved.amount,
        reason: 'A present',
        createdAt: nextDay,
      });

      await tenant.run(({ balances }) => balances.move([moved], [{ events: [adjusted] }]));

      const recorded = await tenant.events();
      expect(recorded.map(({ type }) => type)).toContain('customer.balance_adjusted');
    });

    test('a transaction is one of a customer with an account, and is made once', async () => {
      const { tenant, customerId } = await withAccount();
      const moved = buildBalanceTransaction(customerId);
      await tenant.run(({ balances }) => balances.move([moved]));

      for (const wrong of [moved, buildBalanceTransaction(buildId('cus'))]) {
        const moving = tenant.run(({ balances }) => balances.move([wrong]));
        await expect(moving).rejects.toThrow(InvariantViolation);
      }
    });
  });
};

/** The laws of `BillingIssueRepository`. */
export const billingIssueRepositoryContract = (name: string, open: OpenBooks): void => {
  describe(`BillingIssueRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const withIssue = async () => {
      const tenant = await createTenant();
      const issue = await tenant.run(async (repositories) => {
        const made = buildBillingIssue(await storeAccount(repositories), { detail: 'Zoë %_\\' });
        await repositories.billingIssues.add(made);
        return made;
      });
      const find = () => tenant.run(({ billingIssues }) => billingIssues.find(issue.id));
      return { tenant, issue, find };
    };

    test('law 1: an issue is found as it was added, and open', async () => {
      const { tenant, issue, find } = await withIssue();
      const other = await createTenant();

      expect(await find()).toEqual({ ...issue, version: 1, resolvedAt: null });
      const nobodys = await tenant.run(({ billingIssues }) => billingIssues.find(buildId('iss')));
      const theirs = await other.run(({ billingIssues }) => billingIssues.find(issue.id));
      expect([nobodys, theirs]).toEqual([undefined, undefined]);
    });

    test('law 1: an issue of a customer without an account is refused', async () => {
      const { tenant } = await withIssue();

      const adding = tenant.run(({ billingIssues }) =>
        billingIssues.add(buildBillingIssue(buildId('cus'))),
      );

      await expect(adding).rejects.toThrow(InvariantViolation);
    });

    test('law 2: an issue is resolved once, by who saw it as it is', async () => {
      const { tenant, issue, find } = await withIssue();
      const other = await createTenant();
      const resolve = (at: typeof tenant, version: number) =>
        at.run(({ billingIssues }) => billingIssues.resolve({ ...issue, version }, nextDay));

      await expect(resolve(tenant, 0)).rejects.toThrow(VersionMismatch);
      await expect(resolve(other, 1)).rejects.toThrow(VersionMismatch);
      await resolve(tenant, 1);
      await expect(resolve(tenant, 1)).rejects.toThrow(VersionMismatch);
      await expect(resolve(tenant, 2)).rejects.toThrow(VersionMismatch);

      expect(await find()).toEqual({ ...issue, version: 2, resolvedAt: nextDay });
    });
  });
};
