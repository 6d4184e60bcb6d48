import type { BalanceRepository, BalanceTransaction } from '#application/invoicing/ports.ts';
import { BalanceBelowZero } from '#domain/invoicing/errors.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { formatInstant } from '#domain/shared/time.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const find = {
  name: 'balances.find',
  text: `select customer_id as "customerId", currency, amount::text as amount from balances
    where tenant_id = $1 and customer_id = any ($2)`,
};

const add = {
  name: 'balances.add',
  text: `insert into balances (tenant_id, customer_id, currency, amount)
    values ($1, $2, $3, $4)
    on conflict (tenant_id, customer_id, currency) do update
      set amount = balances.amount + excluded.amount
    returning balances.amount::text as amount`,
};

// Not as above: a row that is to be inserted is checked before anybody asks whether there is one,
// and by itself an amount below zero would always be refused.
const take = {
  name: 'balances.take',
  text: `update balances set amount = amount + $4
    where tenant_id = $1 and customer_id = $2 and currency = $3 and amount + $4 >= 0
    returning amount::text as amount`,
};

const insert = {
  name: 'balance_transactions.insert',
  text: `insert into balance_transactions (tenant_id, id, customer_id, currency, amount,
      balance_after, kind, reason, invoice_id, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

/** Customers' balances in PostgreSQL. */
export const postgresBalances = ({ client, tenantId, events }: Transaction): BalanceRepository => {
  const moveOne = async (transaction: BalanceTransaction): Promise<void> => {
    const { id, customerId, amount, kind, reason, invoiceId, createdAt } = transaction;
    const [customer, currency, minor] = [uuidOf(customerId), amount.currency, String(amount.minor)];
    const { rows } = await client.query<{ readonly amount: string }>({
      ...(amount.isNegative() ? take : add),
      values: [tenantId, customer, currency, minor],
    });
    const [balance] = rows;
    if (balance === undefined) throw new BalanceBelowZero();
    const values = [
      tenantId,
      uuidOf(id),
      customer,
      currency,
      minor,
      balance.amount,
      kind,
      reason,
      invoiceId && uuidOf(invoiceId),
      formatInstant(createdAt),
    ];
    await client.query({ ...insert, values });
  };
  return {
    of: async (customerIds) => {
      const { rows } = await client.query<{
        readonly customerId: string;
        readonly currency: CurrencyCode;
        readonly amount: string;
      }>({ ...find, values: [tenantId, customerIds.map(uuidOf)] });
      return rows.map(({ customerId, currency, amount }) => ({
        customerId: idFromUuid('cus', customerId),
        currency,
        amount: Money.of(BigInt(amount), currency),
      }));
    },
    move: async (transactions, told = []) => {
      for (const transaction of transactions) await moveOne(transaction);
      for (const each of told) events.record(each);
    },
  };
};
