import type {
  MovedCursor,
  SelectedSubscription,
  SubscriptionCursorRepository,
  SubscriptionRepository,
} from '#application/subscriptions/ports.ts';
import type {
  ChargePlace,
  SubscriptionFilter,
  SubscriptionQueries,
  SubscriptionView,
} from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { ofSubscription } from '#domain/charging/charge.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { planOfSegment, segmentAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { statusAt } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { SubscriptionExternalIdTaken } from '#domain/subscriptions/errors.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { subscriptionAt } from '#domain/subscriptions/subscription.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import { assertAccount } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import { chargesOf } from '#infrastructure/memory/charging/memory-charges.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import { beginning, fits } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import {
  memoryChangesRead,
  memorySubscriptionChanges,
} from '#infrastructure/memory/subscriptions/memory-subscription-changes.ts';
import type { SubscriptionTables } from '#infrastructure/memory/subscriptions/subscription-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Tables = CatalogTables & ChargingTables & SubscriptionTables;

const table = ({ subscriptions }: SubscriptionTables) => subscriptions;

const aggregates = memoryAggregates<Tables, ReturnType<typeof subscriptionAt>>({
  table,
  make: (facts) => subscriptionAt(facts, facts.updatedAt),
  unique: [[({ facts }) => facts.externalId, SubscriptionExternalIdTaken]],
  checkSave: (transaction, { facts }) => {
    const { tables, tenantId } = transaction;
    assertAccount(transaction, facts.customerId);
    const versions = facts.segments.map(({ planVersionId }) =>
      tables.planVersions.get(`${tenantId}/${planVersionId}`),
    );
    const areKnown = versions.every((version) => version !== undefined);
    invariant(areKnown, 'What is agreed to is a published version of a plan.');
  },
});

/** Subscriptions in memory. */
const memorySubscriptions = (transaction: MemoryTransaction<Tables>): SubscriptionRepository => {
  const { find, save } = aggregates(transaction);
  const { tenantId } = transaction;
  return {
    find: async (subscriptionId, at) => {
      const stored = await find(subscriptionId);
      return stored && subscriptionAt(stored.facts, at);
    },
    save,
    ofCustomers: async (customerIds) =>
      transaction.tables.subscriptionCursors
        .under(`${tenantId}/`)
        .filter(
          ({ customerId, cursor }) => customerIds.includes(customerId) && cursor.nextDueAt !== null,
        )
        .flatMap(({ subscriptionId, cursor }) => {
          const stored = transaction.tables.subscriptions.get(`${tenantId}/${subscriptionId}`);
          return stored === undefined ? [] : [{ facts: stored.facts, cursor }];
        })
        .toSorted((one, other) => (orderOf(one.facts) < orderOf(other.facts) ? -1 : 1)),
    hasExternalId: async (externalId) =>
      transaction.tables.subscriptions
        .under(`${tenantId}/`)
        .some(({ facts }) => facts.externalId === externalId),
    hasTried: async (customerId, planId) => {
      const productOf = (id: string) =>
        transaction.tables.plans.get(`${tenantId}/${id}`)?.facts.productId;
      const productId = productOf(planId);
      return transaction.tables.subscriptions
        .under(`${tenantId}/`)
        .filter(({ facts }) => facts.customerId === customerId)
        .filter(({ facts: { start, end } }) => end === null || end.at > start.at)
        .flatMap(({ facts }) => triedPlans(facts))
        .some((tried) => productOf(tried) === productId);
    },
    ...memorySelections(transaction),
  };
};

/** Subscriptions that are to be changed together. */
const memorySelections = (
  transaction: MemoryTransaction<Tables>,
): Pick<SubscriptionRepository, 'agreedTo' | 'selected'> => {
  const { tenantId } = transaction;
  return {
    agreedTo: async (_planId, versionIds, at) =>
      transaction.tables.subscriptions
        .under(`${tenantId}/`)
        .map(({ facts }) => facts)
        .filter((facts) => statusAt(facts, at) !== 'ended')
        .filter(({ segments }) => {
          const agreed = segmentAt(segments, at);
          return agreed !== undefined && versionIds.includes(agreed.planVersionId);
        })
        .map(selectedOf)
        .toSorted(byId),
    selected: async (subscriptionIds) =>
      [...new Set(subscriptionIds)]
        .flatMap((id) => transaction.tables.subscriptions.get(`${tenantId}/${id}`) ?? [])
        .map(({ facts }) => selectedOf(facts))
        .toSorted(byId),
  };
};

const selectedOf = ({ id, version, customerId }: SubscriptionFacts): SelectedSubscription => ({
  id,
  version,
  customerId,
});

const byId = (one: SelectedSubscription, other: SelectedSubscription): number =>
  one.id < other.id ? -1 : 1;

const triedPlans = (facts: SubscriptionFacts): readonly PlanId[] =>
  facts.segments
    .filter(({ from, trialEnd }) => trialEnd !== undefined && trialEnd.at > from.at)
    .map((segment) => planOfSegment(facts, segment).planId);

const orderOf = ({ customerId, id }: { readonly customerId: string; readonly id: string }) =>
  `${customerId}/${id}`;

/** How far charges have been made, in memory. */
const memorySubscriptionCursors = (
  transaction: MemoryTransaction<SubscriptionTables>,
): SubscriptionCursorRepository => ({
  save: async (cursors, notices = []) => {
    const { subscriptions, subscriptionCursors } = transaction.tables;
    for (const { subscriptionId, customerId, cursor } of cursors) {
      const key = `${transaction.tenantId}/${subscriptionId}`;
      invariant(subscriptions.get(key) !== undefined, 'A cursor is that of a subscription.');
      const known = subscriptionCursors.get(key)?.cursor.noticedThrough ?? null;
      const noticedThrough = laterOf(known, cursor.noticedThrough);
      subscriptionCursors.put(key, {
        subscriptionId,
        customerId,
        cursor: { ...cursor, noticedThrough },
      });
    }
    for (const notice of notices) transaction.record(notice);
  },
});

const laterOf = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || (other !== null && other > one) ? other : one;

/** Reads of subscriptions in memory, at the tenant's business time. */
const memorySubscriptionQueries = (
  reader: MemoryReader<ChargingTables & InvoicingTables & SubscriptionTables>,
): SubscriptionQueries => ({
  ...memoryQueries({
    table,
    view: (subscription) => subscriptionView(subscription, reader.now()),
    fits: (view: SubscriptionView, filter: SubscriptionFilter) =>
      fits(filter.status, view.status) &&
      fits(filter.customerId, view.customerId) &&
      fits(filter.planId, view.planId) &&
      fits<string | null>(filter.externalId, view.externalId),
  })(reader),
  search: async (text, limit) => {
    const stored = reader.tables.subscriptions.under(`${reader.tenantId}/`);
    const views = stored.map((subscription) => subscriptionView(subscription, reader.now()));
    const asked = { prefix: 'sub', texts: [text], limit } as const;
    return beginning(views, ({ externalId }) => externalId, asked);
  },
  changes: memoryChangesRead(reader),
  charges: async (subscriptionId, { limit, after, before }) => {
    const found = chargesOf(reader)
      .filter((charge) => charge.subscriptionId === subscriptionId)
      .map(ofSubscription)
      .filter((charge) => after === null || compare(charge, after) > 0)
      .filter((charge) => before === undefined || compare(charge, before) < 0)
      .toSorted((one, other) => one.createdAt - other.createdAt);
    const nearest = before === undefined ? found.slice(0, limit) : found.slice(-limit);
    return nearest.map((charge) => ({ charge, invoiceNumber: numberOf(reader, charge) }));
  },
});

/** Below zero where a charge stands before a place, above where behind it. */
const compare = ({ createdAt, id }: ChargeFacts, { at, lineId }: ChargePlace): number => {
  if (createdAt !== at) return createdAt - at;
  if (lineId === null || id > lineId) return 1;
  return id === lineId ? 0 : -1;
};

const numberOf = (
  { tables, tenantId }: MemoryReader<InvoicingTables>,
  { invoiceId }: ChargeFacts,
): string | null => tables.invoices.get(`${tenantId}/${invoiceId}`)?.facts.issue?.number ?? null;

/** Subscriptions in memory. */
export const subscriptions = {
  table: () => new MemoryTable<Subscription>(),
  repository: memorySubscriptions,
  queries: memorySubscriptionQueries,
};

/** How far the charges of each have been made. */
export const subscriptionCursors = {
  table: () => new MemoryTable<MovedCursor>(),
  repository: memorySubscriptionCursors,
};

/** The changes of each. */
export const subscriptionChanges = {
  table: () => new MemoryTable<SubscriptionChange>(),
  repository: memorySubscriptionChanges,
};
