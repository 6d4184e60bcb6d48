import { openBook } from '#application/invoicing/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { agreementOf, Terms } from '#application/subscriptions/agreements.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { Settling, SubscriptionBook } from '#application/subscriptions/settle.ts';
import {
  isGoingOn,
  movedCursor,
  proposalFor,
  settleTracked,
  stored,
  writeSettled,
} from '#application/subscriptions/settle.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { PlanNotFound } from '#domain/catalog/errors.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId, PlanId } from '#domain/shared/ids.ts';
import {
  CustomerCurrencyMismatch,
  PlanHasTrial,
  PlanNotOffered,
  TooManyMissedPeriods,
} from '#domain/subscriptions/errors.ts';
import type { SubscriptionInput } from '#domain/subscriptions/new-subscription.ts';
import { newSubscription } from '#domain/subscriptions/new-subscription.ts';
import { newCursor, settle } from '#domain/subscriptions/settlement.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly hash: (text: string) => string;
}

export interface CreateSubscriptionInput extends SubscriptionInput {
  readonly customerId: CustomerId;
  readonly planId: PlanId;
}

const missedChargesMax = 1000;

/**
 * Subscribes a customer to a plan. What is due by now is charged at once: the first period of what
 * starts now, all missed ones on one invoice where the start lies in the past.
 */
export class CreateSubscription implements UseCase<CreateSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | CustomerNotFound | PlanNotFound | PlanNotOffered | PlanHasTrial}
   * @throws {CustomerCurrencyMismatch | PeriodClosed | TooManyMissedPeriods}
   * @throws {SubscriptionExternalIdTaken | CustomerBusy}
   */
  execute(context: RequestContext, input: CreateSubscriptionInput): Promise<SubscriptionView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { customerId } = input;
      await repositories.billingAccounts.open(customerId, run.mode);
      const { now } = await repositories.billingAccounts.lock([customerId]);
      const { hash } = this.#dependencies;
      const book = await openBook(repositories, { ...run, hash, now }, [customerId]);
      const version = await offeredVersion(repositories, input.planId);
      const subscription = this.#subscribe(book, version, input);

      const view = subscriptionView(await repositories.subscriptions.save(subscription), now);
      await this.#settle(book, subscription, version);
      return view;
    });
  }

  #subscribe(
    { customers, nextId, now, settings }: SubscriptionBook,
    version: PlanVersion,
    input: CreateSubscriptionInput,
  ): Subscription {
    const customer = customers.get(input.customerId);
    if (customer === undefined) throw new CustomerNotFound();
    const { currency } = customer;
    if (currency !== null && currency !== version.terms.currency) {
      throw new CustomerCurrencyMismatch();
    }
    return newSubscription(input, {
      id: nextId('sub'),
      customerId: customer.id,
      version,
      timeZone: customer.timeZone ?? settings.zone,
      booksClosedOn: settings.booksClosedOn,
      policy: settings.policy,
      nextItemId: () => nextId('si'),
      now,
    });
  }

  /** Earlier dues are settled first: so the order of commands and runs does not matter. */
  async #settle(
    book: SubscriptionBook,
    { facts }: Subscription,
    version: PlanVersion,
  ): Promise<void> {
    const { repositories, now, hash } = book;
    // Not the new one: nothing says yet how far its charges have been made.
    const others = await repositories.subscriptions.ofCustomers([facts.customerId]);
    const terms = await Terms.of(
      repositories,
      others.map((each) => each.facts),
      hash,
      [version],
    );
    const before = settleTracked(book, terms, others, now);
    const made = settle(agreementOf(facts, terms), newCursor, now);
    const charges = made.moments.flatMap((moment) => moment.charges);
    if (charges.length > missedChargesMax) throw new TooManyMissedPeriods();
    const goesOn = isGoingOn([
      ...others.map((each, index) => ({ ...each, ...before.cursors[index] })),
      { facts, cursor: made.cursor },
    ])(facts);
    const lines = charges.map((charge) => stored(book, charge));
    const proposal = proposalFor(facts, now, lines, goesOn);
    const settling: Settling = {
      proposals: [...before.proposals, ...(lines.length > 0 ? [proposal] : [])],
      cursors: [...before.cursors, movedCursor(facts, made.cursor)],
    };
    await writeSettled(book, settling, terms.byHash(), [facts.customerId]);
  }
}

const offeredVersion = async (
  { plans, planVersions }: SubscriptionRepositories,
  planId: PlanId,
): Promise<PlanVersion> => {
  const plan = await plans.findShared(planId);
  if (plan === undefined) throw new PlanNotFound();
  if (plan.status !== 'active') throw new PlanNotOffered();
  const { id } = firstVersionOf(plan);
  const [version] = await planVersions.find([id]);
  if (version === undefined) throw new PlanNotOffered();
  if (version.terms.trial.days > 0) throw new PlanHasTrial();
  return version;
};
