import type { BillingAccount, BillingAccountRepository } from '#application/charging/ports.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import { stoppedRestMilliseconds } from '#domain/charging/stopped.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { orNull } from '#domain/shared/check.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf, later } from '#domain/shared/time.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import {
  isLockTimeout,
  mapConstraintErrors,
} from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

interface AccountRow {
  readonly customerId: string;
  readonly dueAt: Date | null;
  readonly parkedAt: Date | null;
  readonly isApproved: boolean;
}

const columns = `a.customer_id as "customerId", a.due_at as "dueAt", a.parked_at as "parkedAt",
  a.is_approved as "isApproved"`;

const open = {
  name: 'billing_accounts.open',
  text: `insert into billing_accounts (tenant_id, customer_id, is_live) values ($1, $2, $3)
    on conflict (tenant_id, customer_id) do nothing`,
};

const openRefusals = { billing_accounts_customer_id_fkey: CustomerNotFound };

// For as long as one statement: what comes later may have other reasons to wait.
const waitMax = `set local lock_timeout = '3s'`;
const waitAsBefore = 'set local lock_timeout to default';

// In the order of their ids: so two that lock several never wait for each other.
const lock = {
  name: 'billing_accounts.lock',
  text: `select ${columns} from billing_accounts a
    where a.tenant_id = $1 and a.customer_id = any ($2) order by a.customer_id for update`,
};

const lockDue = {
  name: 'billing_accounts.lock-due',
  text: `select ${columns} from billing_accounts a
    where a.tenant_id = $1 and a.due_at <= $2 and a.parked_at is null
    order by a.due_at, a.customer_id limit $3 for update skip locked`,
};

const schedule = {
  name: 'billing_accounts.schedule',
  text: `update billing_accounts a set due_at = d.due_at, is_approved = false
    from unnest($2::uuid[], $3::timestamptz[]) as d (customer_id, due_at)
    where a.tenant_id = $1 and a.customer_id = d.customer_id`,
};

const putOff = {
  name: 'billing_accounts.put-off',
  text: `update billing_accounts a set due_at = $3
    where a.tenant_id = $1 and a.customer_id = any ($2)`,
};

// Those that are due already are among them: a run may have some, and be putting them off. It is
// waited for, and what it left is judged anew.
const resume = {
  name: 'billing_accounts.resume',
  text: `update billing_accounts a set due_at = least(a.due_at, $2::timestamptz)
    where a.tenant_id = $1 and a.due_at <= $3 and ($4::uuid is null or a.customer_id = $4)`,
};

const park = {
  name: 'billing_accounts.park',
  text: 'update billing_accounts set parked_at = $3 where tenant_id = $1 and customer_id = $2',
};

const unpark = {
  name: 'billing_accounts.unpark',
  text: `update billing_accounts set parked_at = null, is_approved = true
    where tenant_id = $1 and customer_id = $2`,
};

const nextDue = {
  name: 'billing_accounts.next-due',
  text: `select a.due_at as "dueAt" from billing_accounts a
    where a.tenant_id = $1 and a.due_at is not null and a.parked_at is null
    order by a.due_at limit 1`,
};

const dueThrough = {
  name: 'billing_accounts.due-through',
  text: `select ${columns} from billing_accounts a
    where a.tenant_id = $1 and a.due_at <= $2 and ($3::uuid is null or a.customer_id > $3)
    order by a.customer_id limit $4`,
};

/** Accounts in PostgreSQL. A row is locked until its transaction ends, however that ends. */
export class PostgresBillingAccounts implements BillingAccountRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async open(...[customerId, mode]: Parameters<BillingAccountRepository['open']>): Promise<void> {
    const { client, tenantId } = this.#transaction;
    const values = [tenantId, uuidOf(customerId), mode === 'live'];
    // Somebody else may be opening the same one: it is waited for as a lock is.
    const opened = this.#waitingFor(() => client.query({ ...open, values }));
    await mapConstraintErrors(openRefusals, opened);
  }

  async lock(...[customerIds]: Parameters<BillingAccountRepository['lock']>) {
    const { client, tenantId } = this.#transaction;
    const values = [tenantId, customerIds.map(uuidOf)];
    const { rows } = await this.#waitingFor(() => client.query<AccountRow>({ ...lock, values }));
    return this.#locked(rows);
  }

  async lockDue(...[through, limit]: Parameters<BillingAccountRepository['lockDue']>) {
    const { client, tenantId } = this.#transaction;
    const values = [tenantId, formatInstant(through), limit];
    const locked = client.query<AccountRow>({ ...lockDue, values });
    await awaitPipelined(planAnew(client), locked);
    return this.#locked((await locked).rows);
  }

  async schedule(...[dueAts]: Parameters<BillingAccountRepository['schedule']>): Promise<void> {
    const { client, tenantId } = this.#transaction;
    const entries = [...dueAts];
    if (entries.length === 0) return;
    const values = [
      tenantId,
      entries.map(([customerId]) => uuidOf(customerId)),
      entries.map(([, at]) => textOf(at)),
    ];
    await client.query({ ...schedule, values });
  }

  async putOff(...[customerIds, now]: Parameters<BillingAccountRepository['putOff']>) {
    const { client, tenantId } = this.#transaction;
    const until = textOf(later(now, stoppedRestMilliseconds));
    await client.query({ ...putOff, values: [tenantId, customerIds.map(uuidOf), until] });
  }

  async resume(...[now, customerId]: Parameters<BillingAccountRepository['resume']>) {
    const { client, tenantId } = this.#transaction;
    const through = textOf(later(now, 2 * stoppedRestMilliseconds));
    const customer = customerId === undefined ? null : uuidOf(customerId);
    await client.query({ ...resume, values: [tenantId, textOf(now), through, customer] });
  }

  async park(...[customerId, at]: Parameters<BillingAccountRepository['park']>): Promise<void> {
    const { client, tenantId } = this.#transaction;
    await client.query({ ...park, values: [tenantId, uuidOf(customerId), textOf(at)] });
  }

  async unpark(...[customerId]: Parameters<BillingAccountRepository['unpark']>): Promise<void> {
    const { client, tenantId } = this.#transaction;
    await client.query({ ...unpark, values: [tenantId, uuidOf(customerId)] });
  }

  async nextDueAt(): Promise<Instant | undefined> {
    const { client, tenantId } = this.#transaction;
    const { rows } = await client.query<{ readonly dueAt: Date }>({
      ...nextDue,
      values: [tenantId],
    });
    return rows[0] && instantOf(rows[0].dueAt.getTime());
  }

  async dueThrough(...[through, slice]: Parameters<BillingAccountRepository['dueThrough']>) {
    const { client, tenantId } = this.#transaction;
    const after = slice.after && uuidOf(slice.after);
    const values = [tenantId, textOf(through), after, slice.limit];
    const { rows } = await client.query<AccountRow>({ ...dueThrough, values });
    return rows.map(toAccount);
  }

  /** @throws {CustomerBusy} where others have the account for longer than three seconds. */
  async #waitingFor<Result>(send: () => Promise<Result>): Promise<Result> {
    const { client } = this.#transaction;
    const limited = client.query(waitMax);
    const sent = send();
    try {
      await awaitPipelined(limited, sent, client.query(waitAsBefore));
      return await sent;
    } catch (error) {
      if (isLockTimeout(error)) throw new CustomerBusy();
      throw error;
    }
  }

  #locked(rows: readonly AccountRow[]) {
    return { accounts: rows.map(toAccount), now: this.#transaction.currentTime() };
  }
}

const batchesBetween = 8;
const batchesOf = new WeakMap<object, number>();

/**
 * Has PostgreSQL plan the statements of a connection anew: with its first eight batches, and every
 * eighth from then on. It plans them, and its checks of foreign keys, by the sizes that the tables
 * have. While these are empty any index will do, also one that goes through all rows of a tenant; a
 * run that fills them would keep that until they are analyzed, and be slower with every invoice.
 */
const planAnew = async (client: TransactionClient): Promise<void> => {
  const batches = (batchesOf.get(client.connection) ?? 0) + 1;
  batchesOf.set(client.connection, batches);
  const isDue = batches <= batchesBetween || batches % batchesBetween === 0;
  if (isDue) await client.query('discard plans');
};

const textOf = orNull(formatInstant);

const toAccount = ({ customerId, dueAt, parkedAt, isApproved }: AccountRow): BillingAccount => ({
  isApproved,
  customerId: idFromUuid('cus', customerId),
  dueAt: dueAt && instantOf(dueAt.getTime()),
  parkedAt: parkedAt && instantOf(parkedAt.getTime()),
});

/** The accounts of customers. */
export const billingAccounts = {
  repository: (transaction: Transaction) => new PostgresBillingAccounts(transaction),
};
