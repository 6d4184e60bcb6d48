import type { BalanceQueries, BalanceTransactionView } from '#application/invoicing/queries.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { instantOf } from '#domain/shared/time.ts';
import { equal, listStatement, madeWithin } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

interface AmountRow {
  readonly currency: CurrencyCode;
  readonly amount: string;
}

interface TransactionRow extends AmountRow {
  readonly id: string;
  readonly customerId: string;
  readonly balanceAfter: string;
  readonly kind: BalanceTransactionView['kind'];
  readonly reason: string | null;
  readonly invoiceId: string | null;
  readonly createdAt: Date;
}

const ofCustomer = tenantScoped(
  `select b.currency, b.amount::text as amount from balances b
    where b.tenant_id = scope.tenant_id and b.customer_id = $2 order by b.currency`,
  'balances.of-customer',
);

const source = {
  name: 'balance_transactions.list',
  columns: `t.id, t.customer_id as "customerId", t.currency, t.amount::text as amount,
    t.balance_after::text as "balanceAfter", t.kind, t.reason, t.invoice_id as "invoiceId",
    t.created_at as "createdAt"`,
  from: 'balance_transactions t',
  alias: 't',
};

/** Reads of customers' balances in PostgreSQL. */
export const postgresBalanceQueries = (reader: TenantReader): BalanceQueries => ({
  of: async (customerId) => {
    const rows = await reader.rows<AmountRow>(ofCustomer, [uuidOf(customerId)]);
    return rows.map(({ amount, currency }) => Money.of(BigInt(amount), currency));
  },
  transactions: async ({ customerId, createdAt }, slice) => {
    const isTheirs = equal('t.customer_id', uuidOf(customerId));
    const conditions = [isTheirs, ...madeWithin(reader, 't', createdAt)];
    const { statement, values } = listStatement(source, conditions, slice);
    const rows = await reader.rows<TransactionRow>(statement, values);
    return rows.map(toTransaction);
  },
});

const toTransaction = ({ currency, ...row }: TransactionRow): BalanceTransactionView => ({
  id: idFromUuid('bal', row.id),
  customerId: idFromUuid('cus', row.customerId),
  amount: Money.of(BigInt(row.amount), currency),
  balanceAfter: Money.of(BigInt(row.balanceAfter), currency),
  kind: row.kind,
  reason: row.reason,
  invoiceId: row.invoiceId === null ? null : idFromUuid('inv', row.invoiceId),
  createdAt: instantOf(row.createdAt.getTime()),
});
