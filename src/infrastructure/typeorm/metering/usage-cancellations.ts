import type { StoredEvent, UsageCancellations } from '#application/metering/usage-cancellations.ts';
import type { EventKey } from '#domain/metering/cancellation.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { eventOfKey, keysNamed } from '#infrastructure/typeorm/metering/events-by-key.ts';
import { invoicedSince } from '#infrastructure/typeorm/metering/invoiced-spans.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Of an event that was dropped its key is there for a while.
const findStored = {
  name: 'usage_events.find-stored',
  text: `select k.source, k.event_id as id, e.event_type as type, e.occurred_at as at,
      e.is_timed as "isTimed", e.customer_id as "customerId",
      e.subscription_id as "subscriptionId", e.data::text as data,
      e.cancelled_position::text as cancelled_position, e.cancelled_at, e.cancel_reason
    from ${keysNamed('$1', '$2', '$3')} left join lateral (${eventOfKey('$1')}) e on true`,
};

// As an append does: the head is locked until the commit, so that positions are in its order.
const advance = {
  name: 'usage_heads.advance-cancelled',
  text: `update usage_heads h set position = h.position + $2, has_news = true
    where h.tenant_id = $1 returning h.position::text as position`,
};

const cancel = {
  name: 'usage_events.cancel',
  text: `with named as materialized (
      select array_agg(k.position order by k.place) as positions, array_agg(k.expires_on) as days
        from ${keysNamed('$1', '$2', '$3')})
    update usage_events e set cancelled_at = $5, cancel_reason = $6,
      cancelled_position = $4::bigint + array_position((select positions from named), e.position)
    where e.tenant_id = $1 and e.position = any ((select positions from named)::bigint[])
      and e.expires_on = any ((select days from named)::date[]) and e.cancelled_position is null
    returning e.source, e.event_id as id`,
};

interface StoredRow {
  readonly source: string;
  readonly id: string;
  /** Null where the event is gone. */
  readonly type: string | null;
  readonly at: Date;
  readonly isTimed: boolean;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly data: string;
  readonly cancelled_position: string | null;
  readonly cancelled_at: Date | null;
  readonly cancel_reason: string | null;
}

const postgresCancellations = (transaction: Transaction): UsageCancellations => {
  const { client, tenantId } = transaction;
  return {
    find: async (keys) => {
      const { rows } = await client.query<StoredRow>({
        ...findStored,
        values: [tenantId, ...columnsOf(keys)],
      });
      return rows.map(toStored);
    },
    add: async (keys, { at, reason }) => {
      const advanced = await client.query<{ readonly position: string }>({
        ...advance,
        values: [tenantId, keys.length],
      });
      const before = Number(advanced.rows[0]?.position ?? 0) - keys.length;
      const { rows } = await client.query<EventKey>({
        ...cancel,
        values: [tenantId, ...columnsOf(keys), before, formatInstant(at), reason],
      });
      return rows;
    },
    invoicedSince: (asked) => invoicedSince(transaction, asked),
  };
};

const columnsOf = (keys: readonly EventKey[]) => [
  keys.map(({ source }) => source),
  keys.map(({ id }) => id),
];

const toStored = (row: StoredRow): StoredEvent => {
  const { source, id, type, data, isTimed, cancelled_position: position, cancelled_at: at } = row;
  const key = { source, id };
  if (type === null) return { key, event: null, cancellation: null };
  const customerId = idFromUuid('cus', row.customerId);
  const subscriptionId = row.subscriptionId === null ? null : idFromUuid('sub', row.subscriptionId);
  const facts = { type, at: instantOf(row.at.getTime()), isTimed, data };
  return {
    key,
    event: { ...key, ...facts, customerId, subscriptionId },
    cancellation:
      position === null || at === null
        ? null
        : { position: Number(position), at: instantOf(at.getTime()), reason: row.cancel_reason },
  };
};

/** Cancellations of usage events in PostgreSQL. */
export const usageCancellations = { repository: postgresCancellations };
