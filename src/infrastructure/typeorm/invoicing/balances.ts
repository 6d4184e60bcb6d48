import type { BalanceRepository, BalanceTransaction } from '#application/invoicing/ports.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const find = {
  name: 'balances.find',
  text: `select customer_id as "customerId", currency, amount::text as amount from balances
    where tenant_id = $1 and customer_id = any ($2)`,
};

// The check on the column refuses whatever would take more than there is. It looks at the row that
// is inserted, too, even where a conflict would turn that into an update: so the two stand apart.
// The lock on the account keeps others from inserting between them.
const move = {
  name: 'balances.move',
  text: `with moved as (
      update balances set amount = amount + $4::bigint
      where tenant_id = $1 and customer_id = $2 and currency = $3
      returning amount
    ), opened as (
      insert into balances (tenant_id, customer_id, currency, amount)
      select $1, $2, $3, $4::bigint where not exists (select from moved)
      returning amount
    )
    select amount::text as amount from moved union all select amount::text from opened`,
};

const insert = {
  name: 'balance_transactions.insert',
  text: `insert into balance_transactions (tenant_id, id, customer_id, currency, amount,
      balance_after, kind, reason, invoice_id, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

/** What the tenant owes to its customers, in PostgreSQL. */
export const postgresBalances = ({ client, tenantId }: Transaction): BalanceRepository => {
  const moveOne = async (transaction: BalanceTransaction): Promise<void> => {
    const { id, customerId, amount, kind, reason, invoiceId, createdAt } = transaction;
    const [customer, currency, minor] = [uuidOf(customerId), amount.currency, String(amount.minor)];
    const { rows } = await client.query<{ readonly amount: string }>({
      ...move,
      values: [tenantId, customer, currency, minor],
    });
    const values = [
      tenantId,
      uuidOf(id),
      customer,
      currency,
      minor,
      rows[0]?.amount ?? minor,
      kind,
      reason,
      invoiceId && uuidOf(invoiceId),
      new Date(createdAt).toISOString(),
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
    move: async (transactions) => {
      for (const transaction of transactions) await moveOne(transaction);
    },
  };
};
