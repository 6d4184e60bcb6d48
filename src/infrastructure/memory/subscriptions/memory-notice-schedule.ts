import type { NoticeSchedule } from '#application/tenants/ports.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import type { SubscriptionTables } from '#infrastructure/memory/subscriptions/subscription-tables.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** When notices are due, in memory. */
const memoryNoticeSchedule = ({
  tables,
  tenantId,
}: MemoryTransaction<ChargingTables & SubscriptionTables>): NoticeSchedule => ({
  setDays: async (upcomingNoticeDays) => {
    for (const { customerId, cursor } of tables.subscriptionCursors.under(`${tenantId}/`)) {
      const { nextDueAt, noticedThrough } = cursor;
      if (nextDueAt === null || (noticedThrough !== null && noticedThrough >= nextDueAt)) continue;
      // A day more than the notice: the run then reckons by the zone of each subscription.
      const lookAt = later(nextDueAt, -(upcomingNoticeDays + 1) * dayMilliseconds);
      const key = `${tenantId}/${customerId}`;
      const account = tables.billingAccounts.get(key);
      if (account === undefined || account.dueAt === null || account.dueAt <= lookAt) continue;
      tables.billingAccounts.put(key, { ...account, dueAt: lookAt });
    }
  },
});

export const noticeSchedule = { repository: memoryNoticeSchedule };
