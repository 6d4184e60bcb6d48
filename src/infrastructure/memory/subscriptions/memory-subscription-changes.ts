import type { SubscriptionChangeRepository } from '#application/subscriptions/ports.ts';
import type { SubscriptionQueries } from '#application/subscriptions/queries.ts';
import { subscriptionChangeView } from '#application/subscriptions/queries.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { endedAt } from '#domain/subscriptions/agreement/subscription-facts.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import { sliceOf, within } from '#infrastructure/memory/list.ts';
import type { SubscriptionTables } from '#infrastructure/memory/subscriptions/subscription-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** Changes of subscriptions in memory. */
export const memorySubscriptionChanges = (
  transaction: MemoryTransaction<SubscriptionTables>,
): SubscriptionChangeRepository => {
  const { tenantId } = transaction;
  const table = () => transaction.tables.subscriptionChanges;
  const keyOf = (id: string): string => `${tenantId}/${id}`;
  return {
    add: async (change) => {
      const subscription = transaction.tables.subscriptions.get(keyOf(change.subscriptionId));
      invariant(subscription !== undefined, 'A change is that of a subscription.');
      invariant(table().get(keyOf(change.id)) === undefined, 'A change is added once.');
      table().put(keyOf(change.id), change);
    },
    scheduled: async (subscriptionId, after) =>
      table()
        .under(`${tenantId}/`)
        .filter(
          (change) =>
            change.subscriptionId === subscriptionId &&
            change.effective.at > after &&
            change.takenBackAt === null,
        )
        .toSorted(byEffect),
    takeBack: async (changeIds, at) => {
      for (const id of changeIds) {
        const stored = table().get(keyOf(id));
        invariant(stored?.takenBackAt === null, 'A change is taken back once.');
        table().put(keyOf(id), { ...stored, takenBackAt: at });
      }
    },
    find: async (subscriptionId, changeId) => {
      const stored = table().get(keyOf(changeId));
      return stored?.subscriptionId === subscriptionId ? stored : undefined;
    },
  };
};

const byEffect = (one: SubscriptionChange, other: SubscriptionChange): number =>
  one.effective.at - other.effective.at || (one.id < other.id ? -1 : 1);

/** Reads of the changes of subscriptions in memory, at the tenant's business time. */
export const memoryChangesRead =
  (reader: MemoryReader<SubscriptionTables>): SubscriptionQueries['changes'] =>
  async ({ subscriptionId, createdAt }, slice) => {
    const found = reader.tables.subscriptionChanges
      .under(`${reader.tenantId}/`)
      .filter((change) => change.subscriptionId === subscriptionId)
      .filter((change) => within(change.createdAt, createdAt));
    const now = reader.now();
    const changed = reader.tables.subscriptions.get(`${reader.tenantId}/${subscriptionId}`);
    const ended = changed === undefined ? null : endedAt(changed.facts, now);
    return sliceOf(found, ({ id }) => id, slice).map((change) =>
      subscriptionChangeView(change, now, ended),
    );
  };
