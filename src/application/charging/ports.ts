import type { StoppedAccounts } from '#application/tenants/stopped-accounts.ts';
import type { ChargeFacts, ChargeWithTerms } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type {
  CustomerId,
  InvoiceId,
  LineId,
  SubscriptionId,
  TenantId,
} from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';

/** All that one customer owes: whoever changes any of it locks the whole. */
export interface BillingAccount {
  readonly customerId: CustomerId;
  /** The next instant at which something is due; null where nothing is. */
  readonly dueAt: Instant | null;
  /** Since when runs leave it out, because something went wrong; null where they do not. */
  readonly parkedAt: Instant | null;
  /** A person said that it is to be handled, however much it missed. */
  readonly isApproved: boolean;
}

/** Accounts that nobody else works at until the run is over. */
export interface LockedAccounts {
  readonly accounts: readonly BillingAccount[];
  /** Business time once they were locked: a decision about money is made by it. */
  readonly now: Instant;
}

/**
 * The billing accounts of the tenant: one for each customer who ever subscribed or was invoiced.
 *
 * 1. `open` makes the account of a customer who has none: never due, not parked. That of one who
 *    has one stays as it is.
 * 2. Whoever `lock`s accounts waits for the run that has one of them, and then sees what that left.
 *    Who waits longer than three seconds is refused. They come by id; who has none is left out.
 * 3. `lockDue` locks the longest due accounts, of one instant by id, and leaves out those that
 *    another run has, that are parked, or that are not due.
 * 4. `schedule` says when an account is due next. What a person approved is done with it.
 * 5. `park` leaves an account out of runs, `unpark` lets it in again, as a person approved.
 * 6. `nextDueAt` gives the earliest instant at which an account that is not parked is due.
 * 7. `dueThrough` gives the accounts that will be due by then, parked ones too: by id, up to
 *    `slice.limit` after `slice.after`. It locks none.
 * 8. `putOff` leaves accounts alone for a day, as their billing is stopped; what a person approved
 *    stays. `resume` makes all due at once that may have been put off, of one customer or of all:
 *    those that are due within two days, as a run whose clock is ahead may be putting some off. An
 *    account that was due before stays due since then.
 */
export interface BillingAccountRepository extends StoppedAccounts {
  /** @throws {CustomerNotFound} */
  open(customerId: CustomerId, mode: TenantMode): Promise<void>;
  /** @throws {CustomerBusy} */
  lock(customerIds: readonly CustomerId[]): Promise<LockedAccounts>;
  lockDue(through: Instant, limit: number): Promise<LockedAccounts>;
  schedule(dueAts: ReadonlyMap<CustomerId, Instant | null>): Promise<void>;
  putOff(customerIds: readonly CustomerId[], now: Instant): Promise<void>;
  park(customerId: CustomerId, at: Instant): Promise<void>;
  unpark(customerId: CustomerId): Promise<void>;
  nextDueAt(): Promise<Instant | undefined>;
  dueThrough(
    through: Instant,
    slice: { readonly limit: number; readonly after: CustomerId | null },
  ): Promise<readonly BillingAccount[]>;
}

/**
 * Finds who is due, across all live tenants.
 *
 * 1. `tenants` gives those with an account that is due by then and not parked, the longest due
 *    first, each once, however many of its accounts are due.
 * 2. A test tenant is never among them: its clock says when it is due.
 */
export interface DueAccounts {
  tenants(through: Instant, limit: number): Promise<readonly TenantId[]>;
}

/**
 * The charges of the tenant. What a charge was made from never changes; nor is one deleted, but
 * what a person wrote on a draft, and usage that was not counted.
 *
 * 1. `add` stores charges, and the terms that they name once for all charges. A charge with the
 *    identity of another is refused, and so is one whose terms are not there.
 * 2. `attach` puts charges on an invoice. One that stands on another already is refused.
 * 3. `credit` says how much of charges is credited by now: from zero to their amount, or it is
 *    refused.
 * 4. `unbilled` gives what stands on no invoice and is not zero, oldest first. A credit that is
 *    credited in full itself was waived, and waits for nothing.
 * 5. `onInvoices` gives what stands on each of these, oldest first; one without charges is not
 *    among them.
 * 6. `endingAfter` gives the charges and credits of a subscription for spans that end after a day,
 *    oldest first and with their terms.
 * 7. `find` gives charges with their terms, and `crediting` those that take back or correct these,
 *    each oldest first; what there is not is left out.
 * 8. `deleteManual` deletes lines that a person wrote. One that is none, or was issued, is refused.
 * 9. `deleteUncounted` deletes lines of usage that were not counted, to store them anew as they
 *    were counted. Any other is refused.
 */
export interface ChargeRepository {
  /**
   * @param terms those that are named by the charges, by their hash
   * @throws {ChargeExists | CreditOutOfBounds}
   */
  add(charges: readonly ChargeFacts[], terms: ReadonlyMap<string, PriceTerms>): Promise<void>;
  attach(lineIds: readonly LineId[], invoiceId: InvoiceId): Promise<void>;
  /** @throws {CreditOutOfBounds} */
  credit(credited: ReadonlyMap<LineId, Money>): Promise<void>;
  unbilled(customerIds: readonly CustomerId[]): Promise<readonly ChargeFacts[]>;
  onInvoices(
    invoiceIds: readonly InvoiceId[],
  ): Promise<ReadonlyMap<InvoiceId, readonly ChargeFacts[]>>;
  find(lineIds: readonly LineId[]): Promise<readonly ChargeWithTerms<ChargeFacts>[]>;
  crediting(lineIds: readonly LineId[]): Promise<readonly ChargeFacts[]>;
  deleteManual(lineIds: readonly LineId[]): Promise<void>;
  deleteUncounted(lineIds: readonly LineId[]): Promise<void>;
  endingAfter(
    subscriptionId: SubscriptionId,
    day: CalendarDate,
  ): Promise<readonly ChargeWithTerms[]>;
}

export interface ChargingRepositories {
  readonly billingAccounts: BillingAccountRepository;
  readonly charges: ChargeRepository;
}
