import type {
  BillingAccount,
  BillingAccountRepository,
  LockedAccounts,
} from '#application/charging/ports.ts';
import { stoppedRestMilliseconds } from '#domain/charging/stopped.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import type {
  ChargingTables,
  StoredAccount,
} from '#infrastructure/memory/charging/charging-tables.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Transaction = MemoryTransaction<Customers & ChargingTables>;

interface Customers {
  readonly customers: MemoryTable<object>;
}

/** Accounts in memory. Runs go one after another: nothing is locked, and nobody waits. */
export class MemoryBillingAccounts implements BillingAccountRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async open(...[customerId, mode]: Parameters<BillingAccountRepository['open']>): Promise<void> {
    const { tables } = this.#transaction;
    const key = this.#keyOf(customerId);
    if (tables.billingAccounts.has(key)) return;
    if (!tables.customers.has(key)) throw new CustomerNotFound();
    const opened = { customerId, dueAt: null, parkedAt: null, isApproved: false };
    tables.billingAccounts.put(key, { ...opened, isLive: mode === 'live' });
  }

  async lock(customerIds: readonly CustomerId[]): Promise<LockedAccounts> {
    const wanted = new Set(customerIds);
    return this.#locked(this.#all().filter(({ customerId }) => wanted.has(customerId)));
  }

  async lockDue(through: Instant, limit: number): Promise<LockedAccounts> {
    const due = this.#dueThrough(through).filter(({ parkedAt }) => parkedAt === null);
    // The sort is stable: those of one instant stay in the order of their ids.
    const longestFirst = due.toSorted((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0));
    return this.#locked(longestFirst.slice(0, limit));
  }

  async schedule(dueAts: ReadonlyMap<CustomerId, Instant | null>): Promise<void> {
    for (const [customerId, dueAt] of dueAts) {
      this.#change(customerId, { dueAt, isApproved: false });
    }
  }

  async putOff(customerIds: readonly CustomerId[], now: Instant): Promise<void> {
    const dueAt = later(now, stoppedRestMilliseconds);
    for (const customerId of customerIds) this.#change(customerId, { dueAt });
  }

  async resume(now: Instant, only?: CustomerId): Promise<void> {
    for (const { customerId, dueAt } of this.#dueThrough(later(now, 2 * stoppedRestMilliseconds))) {
      const isMeant = only === undefined || customerId === only;
      if (isMeant && dueAt !== null && dueAt > now) this.#change(customerId, { dueAt: now });
    }
  }

  async park(customerId: CustomerId, at: Instant): Promise<void> {
    this.#change(customerId, { parkedAt: at });
  }

  async unpark(customerId: CustomerId): Promise<void> {
    this.#change(customerId, { parkedAt: null, isApproved: true });
  }

  async nextDueAt(): Promise<Instant | undefined> {
    const dueAts = this.#all().flatMap(({ dueAt, parkedAt }) =>
      dueAt === null || parkedAt !== null ? [] : dueAt,
    );
    return dueAts.toSorted((one, other) => one - other)[0];
  }

  async dueThrough(...[through, slice]: Parameters<BillingAccountRepository['dueThrough']>) {
    const { limit, after } = slice;
    return this.#dueThrough(through)
      .filter(({ customerId }) => after === null || customerId > after)
      .slice(0, limit)
      .map(accountOf);
  }

  /** By the ids of their customers. */
  #all(): readonly StoredAccount[] {
    const { tables, tenantId } = this.#transaction;
    const stored = tables.billingAccounts.under(`${tenantId}/`);
    return stored.toSorted((one, other) => (one.customerId < other.customerId ? -1 : 1));
  }

  #dueThrough(through: Instant): readonly StoredAccount[] {
    return this.#all().filter(({ dueAt }) => dueAt !== null && dueAt <= through);
  }

  #locked(accounts: readonly StoredAccount[]): LockedAccounts {
    return { accounts: accounts.map(accountOf), now: this.#transaction.now };
  }

  #change(customerId: CustomerId, changes: Partial<Omit<BillingAccount, 'customerId'>>): void {
    const { tables } = this.#transaction;
    const key = this.#keyOf(customerId);
    const account = tables.billingAccounts.get(key);
    if (account !== undefined) tables.billingAccounts.put(key, { ...account, ...changes });
  }

  #keyOf(customerId: CustomerId): string {
    return `${this.#transaction.tenantId}/${customerId}`;
  }
}

const accountOf = ({ isLive: _isLive, ...account }: StoredAccount): BillingAccount => account;

/** States that a customer has a billing account: whatever is charged or owed hangs on it. */
export const assertAccount = (
  { tables, tenantId }: MemoryTransaction<ChargingTables>,
  customerId: CustomerId,
): void => {
  const account = tables.billingAccounts.get(`${tenantId}/${customerId}`);
  invariant(account !== undefined, 'Who is billed has a billing account.');
};
