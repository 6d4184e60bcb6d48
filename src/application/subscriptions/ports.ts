import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type {
  CustomerId,
  PlanId,
  PlanVersionId,
  SubscriptionChangeId,
  SubscriptionId,
} from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';

/** A subscription, and how far its charges have been made. */
export interface TrackedSubscription {
  readonly facts: SubscriptionFacts;
  readonly cursor: Cursor;
}

/** A subscription, in the version that it has. */
export type SelectedSubscription = Pick<SubscriptionFacts, 'id' | 'version' | 'customerId'>;

/**
 * The subscriptions of the tenant.
 *
 * 1. `find` gives what was last saved, in the state that it is in at the instant, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. No two subscriptions of a tenant share an external id; two tenants may.
 * 5. `ofCustomers` gives those of these customers that may still charge something, with their
 *    cursors: those with a next instant, by the ids of customer and subscription.
 * 6. `hasExternalId` tells whether a subscription of the tenant has this external id.
 * 7. `hasTried` tells whether the customer has, had or will have a trial of a plan of the same
 *    product, but for those that were canceled before they began.
 * 8. `agreedTo` gives those that are not over at an instant and agree to one of these versions of a
 *    plan then, by their ids. Of one that has not begun it is what it begins with.
 * 9. `selected` gives of these those that there are, by their ids.
 */
export interface SubscriptionRepository {
  find(subscriptionId: SubscriptionId, at: Instant): Promise<Subscription | undefined>;
  /** @throws {VersionMismatch | SubscriptionExternalIdTaken} */
  save(subscription: Subscription): Promise<Subscription>;
  ofCustomers(customerIds: readonly CustomerId[]): Promise<readonly TrackedSubscription[]>;
  hasExternalId(externalId: string): Promise<boolean>;
  hasTried(customerId: CustomerId, planId: PlanId): Promise<boolean>;
  agreedTo(
    planId: PlanId,
    versionIds: readonly PlanVersionId[],
    at: Instant,
  ): Promise<readonly SelectedSubscription[]>;
  selected(subscriptionIds: readonly SubscriptionId[]): Promise<readonly SelectedSubscription[]>;
}

/**
 * How far the charges of subscriptions have been made.
 *
 * 1. `save` makes the cursors of subscriptions, or moves them; no version is raised.
 * 2. `noticedThrough` never goes back: who saves an earlier instant, or none, leaves it.
 * 3. `save` records the notices that moved the cursors, in the same run.
 */
export interface SubscriptionCursorRepository {
  save(cursors: readonly MovedCursor[], notices?: readonly Recordable[]): Promise<void>;
}

export interface MovedCursor {
  readonly subscriptionId: SubscriptionId;
  readonly customerId: CustomerId;
  readonly cursor: Cursor;
}

/**
 * The changes of subscriptions, in force, scheduled and taken back.
 *
 * 1. `add` stores a change; one of a subscription that there is not is refused.
 * 2. `scheduled` gives those of a subscription that take effect after an instant and were not taken
 *    back: by when they do, then by id.
 * 3. `takeBack` notes when changes were taken back. One that was taken back before is refused.
 * 4. `find` gives a change of a subscription, and none of another's.
 */
export interface SubscriptionChangeRepository {
  add(change: SubscriptionChange): Promise<void>;
  scheduled(subscriptionId: SubscriptionId, after: Instant): Promise<readonly SubscriptionChange[]>;
  takeBack(changeIds: readonly SubscriptionChangeId[], at: Instant): Promise<void>;
  find(
    subscriptionId: SubscriptionId,
    changeId: SubscriptionChangeId,
  ): Promise<SubscriptionChange | undefined>;
}

export type SubscriptionRepositories = CatalogRepositories &
  BookRepositories &
  Pick<MeteringRepositories, 'usageWatches'> & {
    readonly subscriptions: SubscriptionRepository;
    readonly subscriptionCursors: SubscriptionCursorRepository;
    readonly subscriptionChanges: SubscriptionChangeRepository;
  };
