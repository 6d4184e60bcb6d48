import type { NoticeSchedule } from '#application/tenants/ports.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// A day more than the notice: the run then reckons by the zone of each subscription. Accounts are
// locked in the order of their ids, as everywhere.
const setDays = {
  name: 'billing_accounts.set-notice-days',
  text: `with earlier as (
      select a.customer_id, k.look_at
      from billing_accounts a
      join (
        select customer_id, min(next_due_at) - make_interval(hours => 24 * ($2::integer + 1))
          as look_at
        from subscription_cursors
        where tenant_id = $1 and next_due_at is not null
          and (noticed_through is null or noticed_through < next_due_at)
        group by customer_id
      ) k on k.customer_id = a.customer_id
      where a.tenant_id = $1 and a.due_at > k.look_at
      order by a.customer_id for update of a
    )
    update billing_accounts a set due_at = least(a.due_at, e.look_at)
    from earlier e where a.tenant_id = $1 and a.customer_id = e.customer_id`,
};

/** When notices are due, in PostgreSQL. */
const postgresNoticeSchedule = ({ client, tenantId }: Transaction): NoticeSchedule => ({
  setDays: async (upcomingNoticeDays) => {
    await client.query({ ...setDays, values: [tenantId, upcomingNoticeDays] });
  },
});

export const noticeSchedule = { repository: postgresNoticeSchedule };
