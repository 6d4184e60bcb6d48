import type { RequestContext } from '#application/shared/context.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { Phased } from '#application/subscriptions/changes/agree-phases.ts';
import { agreePhases } from '#application/subscriptions/changes/agree-phases.ts';
import type {
  Command,
  CommandDependencies,
  Executed,
} from '#application/subscriptions/changes/command.ts';
import { execute } from '#application/subscriptions/changes/command.ts';
import type { Decision, Situation } from '#application/subscriptions/changes/decision.ts';
import { together } from '#application/subscriptions/changes/decision.ts';
import { offeredVersion } from '#application/subscriptions/offered-version.ts';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import { settleDue } from '#application/subscriptions/settlement/settle.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { CustomerCurrencyMismatch, CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId, PlanId } from '#domain/shared/ids.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import type { ChangeInput } from '#domain/subscriptions/changes/change.ts';
import { SubscriptionExternalIdTaken, TooManyMissedPeriods } from '#domain/subscriptions/errors.ts';
import type { SubscriptionInput } from '#domain/subscriptions/new-subscription.ts';
import { newSubscription } from '#domain/subscriptions/new-subscription.ts';
import { newCursor, settle } from '#domain/subscriptions/settlement/settlement.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';

export interface NewSubscriptionInput extends SubscriptionInput {
  readonly customerId: CustomerId;
  readonly planId: PlanId;
  /** A published version of the plan; its newest where absent. */
  readonly planVersion?: number | undefined;
  /** Changes that lie ahead, agreed to along with it. */
  readonly changes?: readonly ChangeInput[] | undefined;
}

export interface CreateSubscriptionInput extends NewSubscriptionInput, Quoted {}

const missedChargesMax = 1000;

/**
 * Subscribes a customer to a plan. What is due by now is charged at once: the first period of what
 * starts now, all missed ones on one invoice where the start lies in the past.
 */
export const createCommand: Command<NewSubscriptionInput> = {
  customerOf: async (_repositories, { customerId }) => customerId,
  decide: async (situation, input) => {
    const { repositories } = situation.book;
    const version = await offeredVersion(repositories, input.planId, input.planVersion);
    const trialDays = await trialDaysOf(situation, version, input);
    const subscription = subscribed(situation, version, input, trialDays);
    const { externalId } = subscription.facts;
    if (externalId !== null && (await repositories.subscriptions.hasExternalId(externalId))) {
      throw new SubscriptionExternalIdTaken();
    }
    const phased = await agreePhases(situation, subscription, version, input.changes ?? []);
    return decideCreation(situation, phased);
  },
};

/** Subscribes a customer, and settles what follows in the same transaction. */
export class CreateSubscription implements UseCase<CreateSubscriptionInput, SubscriptionView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: CommandDependencies;

  constructor(dependencies: CommandDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | CustomerNotFound | PlanNotFound | PlanNotOffered}
   * @throws {CustomerCurrencyMismatch | PeriodClosed | TooManyMissedPeriods | ChangeAfterEnd}
   * @throws {SubscriptionExternalIdTaken | CustomerBusy | PreviewOutdated | PlanVersionNotFound}
   * @throws {PlanVersionNotPublished}
   */
  execute(context: RequestContext, input: CreateSubscriptionInput): Promise<SubscriptionView> {
    return execute(this.#dependencies, context, createCommand, input, viewOf, true);
  }
}

const viewOf = ({ subscription, now }: Executed): SubscriptionView =>
  subscriptionView(subscription, now);

/** The days of the plan's trial; none for a customer who had a trial of the product before. */
const trialDaysOf = async (
  { book: { repositories } }: Situation,
  { planId, terms }: PlanVersion,
  { customerId, trialDays }: NewSubscriptionInput,
): Promise<number> => {
  const { days } = terms.trial;
  if (days === 0 || trialDays !== undefined) return days;
  return (await repositories.subscriptions.hasTried(customerId, planId)) ? 0 : days;
};

const subscribed = (
  { book, effectiveNow }: Situation,
  version: PlanVersion,
  input: NewSubscriptionInput,
  trialDays: number,
): Subscription => {
  const { customers, nextId, now, settings } = book;
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
    trialDays,
    timeZone: customer.timeZone ?? settings.zone,
    booksClosedOn: settings.booksClosedOn,
    policy: settings.policy,
    nextItemId: () => nextId('si'),
    now,
    effectiveNow,
  });
};

/** Earlier dues are settled first: so the order of commands and runs does not matter. */
const decideCreation = async (
  { book }: Situation,
  { subscription, added, takenBack, versions }: Phased,
): Promise<Decision> => {
  const { repositories, now, hash } = book;
  const { facts } = subscription;
  const others = await repositories.subscriptions.ofCustomers([facts.customerId]);
  const named = others.map((each) => each.facts);
  const terms = await Terms.of(repositories, named, hash, versions);
  const before = await settleDue(book, terms, others, now);
  const made = settle(agreementOf(facts, terms), newCursor, now, missedChargesMax);
  const charges = made.moments.flatMap((moment) => moment.charges);
  if (charges.length > missedChargesMax) throw new TooManyMissedPeriods();
  const own = { facts, cursor: made.cursor, moment: { at: now, charges }, credited: new Map() };
  const joined = together(book, others, before, own);
  return { subscription, ...joined, terms, added, takenBack };
};
