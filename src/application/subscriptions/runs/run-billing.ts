import type { BillingAccountRepository, LockedAccounts } from '#application/charging/ports.ts';
import { attendInvoices } from '#application/invoicing/documents/attend-invoices.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type {
  SubscriptionRepositories,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
import { announceUpcoming } from '#application/subscriptions/runs/announce-upcoming.ts';
import { withProgress } from '#application/subscriptions/runs/progress.ts';
import type { Setback } from '#application/subscriptions/runs/setbacks.ts';
import {
  failedSetback,
  missedPeriods,
  missedSetback,
  sellerSetbacks,
} from '#application/subscriptions/runs/setbacks.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type {
  Recorded,
  Settling,
  SubscriptionBook,
} from '#application/subscriptions/settlement/settle.ts';
import {
  readRecorded,
  settleTracked,
  writeSettled,
} from '#application/subscriptions/settlement/settle.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
  /** Hears of what failed and was set aside. */
  readonly failed: (error: unknown, customerId: CustomerId) => void;
}

export interface RunInput {
  /** All that is due by then is handled; by the tenant's business time where absent. */
  readonly through?: Instant | undefined;
  /** How many accounts at once; 50 where absent. */
  readonly accountsMax?: number | undefined;
  /** The only account to handle, due or not, unless it is parked; all that are due if absent. */
  readonly customerId?: CustomerId | undefined;
}

export interface RunReport {
  /** Accounts that were handled or set aside. */
  readonly accounts: number;
  readonly invoices: number;
  readonly parked: number;
}

const batchMax = 50;
const missedMax = 2;

/**
 * Handles what is due in one tenant, a batch of accounts in one transaction: charges, usage that
 * has reached a threshold, documents, numbers, drafts whose time has come, invoices that fall
 * overdue. Everything is computed before anything is written. An account that cannot be handled is
 * parked, and holds up no other.
 */
export class RunBilling {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext, input: RunInput = {}): Promise<RunReport> {
    const { accountsMax = batchMax } = input;
    try {
      const { report, setbacks } = await this.#handle(context, input);
      for (const setback of setbacks) await this.#park(context, setback);
      return { ...report, parked: setbacks.length };
    } catch (error) {
      if (error instanceof Unavailable || error instanceof CustomerBusy) throw error;
      return this.#handleHalves(context, { ...input, accountsMax }, error);
    }
  }

  /** A write that fails halves the batch, down to the one account that it fails for. */
  async #handleHalves(
    context: RequestContext,
    input: RunInput & { readonly accountsMax: number },
    error: unknown,
  ): Promise<RunReport> {
    const { accountsMax, customerId: only } = input;
    if (accountsMax > 1 && only === undefined) {
      return this.execute(context, { ...input, accountsMax: Math.ceil(accountsMax / 2) });
    }
    const [customerId = only] = only === undefined ? await this.#nextDue(context, input) : [];
    if (customerId === undefined) throw error;
    this.#dependencies.failed(error, customerId);
    await this.#park(context, failedSetback(customerId, error));
    return { accounts: 1, invoices: 0, parked: 1 };
  }

  #nextDue(context: RequestContext, { through }: RunInput): Promise<readonly CustomerId[]> {
    const { unitOfWork } = this.#dependencies;
    return unitOfWork.run(context, async ({ billingAccounts }, { now }) => {
      const { accounts } = await billingAccounts.lockDue(through ?? now, 1);
      return accounts.map(({ customerId }) => customerId);
    });
  }

  #handle(context: RequestContext, input: RunInput) {
    const { unitOfWork, hash } = this.#dependencies;
    return unitOfWork.run(context, async (repositories, run) => {
      const { accountsMax = batchMax } = input;
      const { billingAccounts, subscriptions, invoices } = repositories;
      const due = input.through ?? run.now;
      const { accounts, now } =
        input.customerId === undefined
          ? await billingAccounts.lockDue(due, accountsMax)
          : await lockOne(billingAccounts, input.customerId);
      const customerIds = accounts.map(({ customerId }) => customerId);
      const nothing = { accounts: 0, invoices: 0, parked: 0 };
      if (customerIds.length === 0) return { report: nothing, setbacks: [] };
      const through = input.through ?? now;
      // Sent one behind the other: none needs the answer of another.
      const [book, all, needing] = await Promise.all([
        openBook(repositories, { ...run, hash, now }, customerIds),
        subscriptions.ofCustomers(customerIds),
        invoices.needingAttention(customerIds, through),
      ]);
      const active = new Set(await withoutStopped(book, customerIds));
      const tracked = all.filter(({ facts }) => active.has(facts.customerId));
      const terms = await Terms.of(
        repositories,
        tracked.map(({ facts }) => facts),
        hash,
      );
      const approved = new Set(
        accounts.filter(({ isApproved }) => isApproved).map(({ customerId }) => customerId),
      );
      const recorded = await readRecorded(book, terms, tracked, through);
      const limits = { through, approved, recorded };
      const { settling, setbacks } = this.#settleEach(book, terms, tracked, limits);
      const aside = new Set(setbacks.map(({ customerId }) => customerId));
      const handled = active.difference(aside);
      const own = needing.filter(({ facts }) => handled.has(facts.customerId));
      const charging = tracked.filter(({ facts }) => handled.has(facts.customerId));
      const settled = await withProgress(book, terms, charging, settling);
      const announced = await announceUpcoming(book, terms, tracked, settled, through);
      const { drafts, waiting } = await attendInvoices(book, own);
      const made = await writeSettled(book, announced, terms.byHash(), [...handled], drafts);
      const report = { accounts: accounts.length, invoices: made.invoices.length, parked: 0 };
      return { report, setbacks: [...setbacks, ...sellerSetbacks(made, waiting)] };
    });
  }

  /** Each account by itself: one that cannot be computed leaves the batch. */
  #settleEach(
    book: SubscriptionBook,
    terms: Terms,
    tracked: readonly TrackedSubscription[],
    {
      through,
      approved,
      recorded,
    }: {
      readonly through: Instant;
      readonly approved: ReadonlySet<CustomerId>;
      readonly recorded: Recorded;
    },
  ): { readonly settling: Settling; readonly setbacks: readonly Setback[] } {
    const settlings: Settling[] = [];
    const setbacks: Setback[] = [];
    const byCustomer = Map.groupBy(tracked, ({ facts }) => facts.customerId);
    for (const [customerId, own] of byCustomer) {
      try {
        const settled = settleTracked(book, terms, own, through, recorded);
        const missed = approved.has(customerId) ? 0 : missedPeriods(settled);
        if (missed > missedMax) setbacks.push(missedSetback(customerId, missed));
        else settlings.push(settled);
      } catch (error) {
        this.#dependencies.failed(error, customerId);
        setbacks.push(failedSetback(customerId, error));
      }
    }
    const settling = {
      proposals: settlings.flatMap(({ proposals }) => proposals),
      cursors: settlings.flatMap(({ cursors }) => cursors),
      credited: new Map(settlings.flatMap(({ credited }) => [...credited])),
    };
    return { settling, setbacks };
  }

  async #park(context: RequestContext, { customerId, code, detail }: Setback): Promise<void> {
    const { unitOfWork } = this.#dependencies;
    await unitOfWork.run(context, async ({ billingAccounts, billingIssues }, { nextId }) => {
      const { accounts, now } = await billingAccounts.lock([customerId]);
      const [account] = accounts;
      if (account === undefined || account.parkedAt !== null) return;
      await billingAccounts.park(customerId, now);
      const moment = account.dueAt ?? now;
      const facts = { id: nextId('iss'), customerId, code, detail, moment, createdAt: now };
      await billingIssues.add({ ...facts, version: 1, resolvedAt: null });
    });
  }
}

/** An account that no run leaves out. */
const lockOne = async (
  billingAccounts: BillingAccountRepository,
  customerId: CustomerId,
): Promise<LockedAccounts> => {
  const { accounts, now } = await billingAccounts.lock([customerId]);
  return { accounts: accounts.filter(({ parkedAt }) => parkedAt === null), now };
};

/**
 * Those whose billing is not stopped, by the tenant or for the customer. The others are looked at
 * again a day later, or as soon as somebody lets it go on: nothing that is due is lost meanwhile.
 */
const withoutStopped = async (
  { repositories, settings, customers, now }: SubscriptionBook,
  customerIds: readonly CustomerId[],
): Promise<readonly CustomerId[]> => {
  const isStopped = (id: CustomerId): boolean =>
    settings.isStopped || customers.get(id)?.billing.isStopped === true;
  const stopped = customerIds.filter(isStopped);
  if (stopped.length > 0) await repositories.billingAccounts.putOff(stopped, now);
  return customerIds.filter((id) => !isStopped(id));
};
