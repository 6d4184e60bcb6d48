import type { BalanceRepository, BalanceTransaction } from '#application/invoicing/ports.ts';
import { BalanceBelowZero } from '#domain/invoicing/errors.ts';
import { orNull } from '#domain/shared/check.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const find = {
  name: 'balances.find',
  text: `select customer_id as "customerId", currency, amount::text as amount from balances
    where tenant_id = $1 and customer_id = any ($2)`,
};

// A balance takes the sum of all its moves, unless it would fall below zero on the way: `lowest` is
// as low as the moves alone would take it.
const change = {
  name: 'balances.change',
  text: `update balances b set amount = b.amount + m.amount
    from unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[])
      as m (customer_id, currency, amount, lowest)
    where b.tenant_id = $1 and b.customer_id = m.customer_id and b.currency = m.currency
      and b.amount + m.lowest >= 0
    returning b.customer_id as "customerId", b.currency, b.amount::text as amount`,
};

const open = {
  name: 'balances.open',
  text: `insert into balances (tenant_id, customer_id, currency, amount)
    select $1, m.* from unnest($2::uuid[], $3::text[], $4::bigint[])
      as m (customer_id, currency, amount)
    on conflict (tenant_id, customer_id, currency) do update
      set amount = balances.amount + excluded.amount
    returning customer_id as "customerId", currency, amount::text as amount`,
};

interface MovedRow {
  readonly transaction: BalanceTransaction;
  readonly balanceAfter: bigint;
}

const inserts = insertMany<MovedRow>('balance_transactions', [
  ['id', 'uuid', ({ transaction }) => uuidOf(transaction.id)],
  ['customer_id', 'uuid', ({ transaction }) => uuidOf(transaction.customerId)],
  ['currency', 'text', ({ transaction }) => transaction.amount.currency],
  ['amount', 'bigint', ({ transaction }) => String(transaction.amount.minor)],
  ['balance_after', 'bigint', ({ balanceAfter }) => String(balanceAfter)],
  ['kind', 'text', ({ transaction }) => transaction.kind],
  ['reason', 'text', ({ transaction }) => transaction.reason],
  ['invoice_id', 'uuid', ({ transaction }) => orNull(uuidOf)(transaction.invoiceId)],
  ['created_at', 'timestamptz', ({ transaction }) => formatInstant(transaction.createdAt)],
]);

/** All that moves one balance, in turn. */
interface Moves {
  readonly customer: string;
  readonly currency: CurrencyCode;
  readonly sum: bigint;
  readonly lowest: bigint;
}

interface BalanceRow {
  readonly customerId: string;
  readonly currency: CurrencyCode;
  readonly amount: string;
}

const balanceKey = (customer: string, currency: CurrencyCode): string => `${customer} ${currency}`;

const keyOfTransaction = ({ customerId, amount }: BalanceTransaction): string =>
  balanceKey(uuidOf(customerId), amount.currency);

const movesOf = (transactions: readonly BalanceTransaction[]): ReadonlyMap<string, Moves> => {
  const all = new Map<string, Moves>();
  for (const transaction of transactions) {
    const { customerId, amount } = transaction;
    const key = keyOfTransaction(transaction);
    const before = all.get(key);
    const sum = (before?.sum ?? 0n) + amount.minor;
    const lowest = before === undefined || sum < before.lowest ? sum : before.lowest;
    all.set(key, { customer: uuidOf(customerId), currency: amount.currency, sum, lowest });
  }
  return all;
};

/** Each transaction with the balance that it leaves, from the balances that all of them leave. */
const withBalances = (
  transactions: readonly BalanceTransaction[],
  moves: ReadonlyMap<string, Moves>,
  left: ReadonlyMap<string, bigint>,
): readonly MovedRow[] => {
  const running = new Map<string, bigint>();
  return transactions.map((transaction) => {
    const key = keyOfTransaction(transaction);
    const before = running.get(key) ?? (left.get(key) ?? 0n) - (moves.get(key)?.sum ?? 0n);
    const balanceAfter = before + transaction.amount.minor;
    running.set(key, balanceAfter);
    return { transaction, balanceAfter };
  });
};

/** Customers' balances in PostgreSQL. */
export const postgresBalances = ({ client, tenantId, events }: Transaction): BalanceRepository => {
  /** Moves balances, and gives what is in each afterwards. */
  const moveAll = async (
    moves: ReadonlyMap<string, Moves>,
  ): Promise<ReadonlyMap<string, bigint>> => {
    const left = new Map<string, bigint>();
    const keep = ({ rows }: { readonly rows: readonly BalanceRow[] }): void => {
      for (const row of rows)
        left.set(balanceKey(row.customerId, row.currency), BigInt(row.amount));
    };
    const columns = (some: readonly Moves[]) => [
      tenantId,
      some.map(({ customer }) => customer),
      some.map(({ currency }) => currency),
      some.map(({ sum }) => String(sum)),
    ];
    const all = [...moves.values()];
    const lowest = all.map((each) => String(each.lowest));
    keep(await client.query<BalanceRow>({ ...change, values: [...columns(all), lowest] }));
    const unmoved = all.filter(
      ({ customer, currency }) => !left.has(balanceKey(customer, currency)),
    );
    // A balance that there is not yet is empty, and one that there is would have been changed.
    if (unmoved.some(({ lowest: low }) => low < 0n)) throw new BalanceBelowZero();
    if (unmoved.length > 0) {
      keep(await client.query<BalanceRow>({ ...open, values: columns(unmoved) }));
    }
    return left;
  };
  return {
    of: async (customerIds) => {
      const { rows } = await client.query<BalanceRow>({
        ...find,
        values: [tenantId, customerIds.map(uuidOf)],
      });
      return rows.map(({ customerId, currency, amount }) => ({
        customerId: idFromUuid('cus', customerId),
        currency,
        amount: Money.of(BigInt(amount), currency),
      }));
    },
    move: async (transactions, told = []) => {
      const moves = movesOf(transactions);
      const rows = withBalances(transactions, moves, await moveAll(moves));
      await client.query(inserts.of(tenantId, rows));
      for (const each of told) events.record(each);
    },
  };
};
