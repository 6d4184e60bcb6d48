import type { HourToRecount } from '#domain/metering/rollup.ts';
import { startOfRollUp } from '#domain/metering/rollup.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { noSubscription, subscriptionUuid } from '#infrastructure/typeorm/metering/counting-ids.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Those of events that were rolled up already: others are rolled up without them.
const findCancelled = {
  name: 'usage_events.cancelled-since',
  text: `select e.customer_id as "customerId", e.subscription_id as "subscriptionId",
      e.event_type as type, e.occurred_at as at, e.cancelled_position::text as position
    from usage_events e
    where e.tenant_id = $1 and e.cancelled_position > $2 and e.cancelled_position <= $3
      and e.position <= $2 and e.event_type = any ($4)
    order by e.cancelled_position limit $5`,
};

/** The condition on events that were stored, and not cancelled, up to the position of `$3`. */
export const inForce = (event: string): string =>
  `${event}.position <= $3 and (${event}.cancelled_position is null
    or ${event}.cancelled_position > $3)`;

const findEvents = {
  name: 'usage_events.to-recount',
  text: `select e.source, e.event_id as id, e.event_type as type, e.occurred_at as at,
      e.customer_id as "customerId", e.subscription_id as "subscriptionId", e.data::text as data
    from unnest($2::uuid[], $4::text[], $5::timestamptz[], $6::uuid[])
      as h (customer_id, event_type, starts_at, subscription_id)
    cross join lateral (select * from usage_events n where n.tenant_id = $1
      and n.customer_id = h.customer_id and n.event_type = h.event_type
      and n.occurred_at >= h.starts_at and n.occurred_at < h.starts_at + interval '1 hour'
      and coalesce(n.subscription_id, '${noSubscription}') = h.subscription_id
      and ${inForce('n')} offset 0) e`,
};

// An hour may have many events, all of which are read again.
const cancelledMax = 250;

interface CancelledRow {
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly type: string;
  readonly at: Date;
  readonly position: string;
}

interface PositionSpan {
  readonly after: bigint;
  readonly through: bigint;
}

/** Hours to count anew, and up to which position that is all that was cancelled. */
export interface HoursToRecount {
  readonly hours: readonly HourToRecount[];
  readonly through: bigint;
}

/** The hours of rolled up events that were cancelled within a span of positions. */
export const hoursToRecount = async (
  { client, tenantId }: Transaction,
  { after, through }: PositionSpan,
  types: readonly string[],
): Promise<HoursToRecount> => {
  const values = [tenantId, String(after), String(through), types, cancelledMax];
  const { rows } = await client.query<CancelledRow>({ ...findCancelled, values });
  const last = rows.length < cancelledMax ? undefined : rows.at(-1)?.position;
  const hours = rows.map((row): HourToRecount => {
    const { type, subscriptionId } = row;
    return {
      type,
      customerId: idFromUuid('cus', row.customerId),
      subscriptionId: subscriptionId === null ? null : idFromUuid('sub', subscriptionId),
      startsAt: startOfRollUp(instantOf(row.at.getTime()), 1),
    };
  });
  return {
    hours: [...new Map(hours.map((hour) => [hourKey(hour), hour])).values()],
    through: last === undefined ? through : BigInt(last),
  };
};

/** The same of all events of an hour. */
export const hourKey = ({ type, customerId, subscriptionId, startsAt }: HourToRecount): string =>
  [type, customerId, subscriptionId, startsAt].join('\n');

/** The rows of all events of some hours that count up to a position. */
export const eventsToRecount = async <Row extends object>(
  { client, tenantId }: Transaction,
  { hours, through }: HoursToRecount,
): Promise<readonly Row[]> => {
  if (hours.length === 0) return [];
  const { rows } = await client.query<Row>({
    ...findEvents,
    values: [
      tenantId,
      hours.map(({ customerId }) => uuidOf(customerId)),
      String(through),
      hours.map(({ type }) => type),
      hours.map(({ startsAt }) => formatInstant(startsAt)),
      hours.map(({ subscriptionId }) => subscriptionUuid(subscriptionId)),
    ],
  });
  return rows;
};
