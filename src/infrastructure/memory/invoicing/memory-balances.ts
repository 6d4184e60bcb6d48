import type { BalanceRepository, BalanceTransaction } from '#application/invoicing/ports.ts';
import type { BalanceQueries } from '#application/invoicing/queries.ts';
import { BalanceBelowZero } from '#domain/invoicing/errors.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import { assertAccount } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import { sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Transaction = MemoryTransaction<ChargingTables & InvoicingTables>;

/** Customers' balances in memory. */
export const memoryBalances = (transaction: Transaction): BalanceRepository => ({
  of: async (customerIds) => {
    const balances = transaction.tables.balances.under(`${transaction.tenantId}/`);
    return balances.filter(({ customerId }) => customerIds.includes(customerId));
  },
  move: async (transactions, told = []) => {
    for (const each of transactions) moveOne(transaction, each);
    for (const each of told) transaction.record(each);
  },
});

const moveOne = (transaction: Transaction, moved: BalanceTransaction): void => {
  const { tables, tenantId } = transaction;
  const { id, customerId, amount } = moved;
  const { currency } = amount;
  assertAccount(transaction, customerId);
  const key = `${tenantId}/${customerId}/${currency}`;
  const before = tables.balances.get(key)?.amount ?? Money.zero(currency);
  const after = before.plus(amount);
  if (after.isNegative()) throw new BalanceBelowZero();
  const isNew = tables.balanceTransactions.get(`${tenantId}/${id}`) === undefined;
  invariant(isNew, 'A balance is moved once by one transaction.');
  tables.balances.put(key, { customerId, currency, amount: after });
  tables.balanceTransactions.put(`${tenantId}/${id}`, { ...moved, balanceAfter: after });
};

/** Reads of customers' balances in memory. */
export const memoryBalanceQueries = ({
  tables: { balances, balanceTransactions },
  tenantId,
}: MemoryReader<InvoicingTables>): BalanceQueries => ({
  of: async (customerId) =>
    balances
      .under(`${tenantId}/`)
      .filter((balance) => balance.customerId === customerId)
      .toSorted((one, other) => (one.currency < other.currency ? -1 : 1))
      .map(({ amount }) => amount),
  transactions: async ({ customerId, createdAt }, slice) => {
    const own = balanceTransactions
      .under(`${tenantId}/`)
      .filter((moved) => moved.customerId === customerId && within(moved.createdAt, createdAt));
    return sliceOf(own, ({ id }) => id, slice);
  },
});
