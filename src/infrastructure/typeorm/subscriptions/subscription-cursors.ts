import type {
  MovedCursor,
  SubscriptionCursorRepository,
} from '#application/subscriptions/ports.ts';
import { orNull } from '#domain/shared/check.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';
import { insertMany } from '#infrastructure/typeorm/connection/insert-many.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const timeText = orNull(formatInstant);

const moves = insertMany<MovedCursor>(
  'subscription_cursors',
  [
    ['subscription_id', 'uuid', ({ subscriptionId }) => uuidOf(subscriptionId)],
    ['customer_id', 'uuid', ({ customerId }) => uuidOf(customerId)],
    ['settled_through', 'timestamptz', ({ cursor }) => timeText(cursor.settledThrough)],
    ['next_due_at', 'timestamptz', ({ cursor }) => timeText(cursor.nextDueAt)],
    ['noticed_through', 'timestamptz', ({ cursor }) => timeText(cursor.noticedThrough)],
  ],
  `on conflict (tenant_id, subscription_id) do update
    set settled_through = excluded.settled_through, next_due_at = excluded.next_due_at,
      noticed_through = greatest(subscription_cursors.noticed_through, excluded.noticed_through)`,
);

/** How far charges have been made, in PostgreSQL: rows that only runs and commands move. */
export const postgresSubscriptionCursors = ({
  client,
  tenantId,
  events,
}: Transaction): SubscriptionCursorRepository => ({
  save: async (cursors, notices = []) => {
    await client.query(moves.of(tenantId, cursors));
    for (const notice of notices) events.record(notice);
  },
});
