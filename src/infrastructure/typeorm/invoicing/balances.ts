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

// The check on the column refuses whatever would take more than there is. A row that is inserted is
// checked before it conflicts, so what is taken is never inserted where there is a row already.
const move = {
  name: 'balances.move',
  text: `update balances set amount = amount + $4::bigint
    where tenant_id = $1 and customer_id = $2 and currency = $3
    returning amount::text as amount`,
};

const open = {
  name: 'balances.open',
  text: `insert into balances (tenant_id, customer_id, currency, amount) values ($1, $2, $3, $4)
    returning amount::text as amount`,
};

const insert = {
  name: 'balance_transactions.insert',
  text: `insert into balance_transactions (tenant_id, id, customer_id, currency, amount,
      balance_after, kind, reason, invoice_id, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

interface AmountRow {
  readonly amount: string;
}

/** Customers' balances in PostgreSQL. Whoever moves one has the customer's account locked. */
export const postgresBalances = ({ client, tenantId }: Transaction): BalanceRepository => {
  const moveOne = async (transaction: BalanceTransaction): Promise<void> => {
    const { id, customerId, amount, kind, reason, invoiceId, createdAt } = transaction;
    const [customer, currency, minor] = [uuidOf(customerId), amount.currency, String(amount.minor)];
    const balance = [tenantId, customer, currency, minor];
    const moved = await client.query<AmountRow>({ ...move, values: balance });
    const { rows } =
      moved.rowCount === 0 ? await client.query<AmountRow>({ ...open, values: balance }) : moved;
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
