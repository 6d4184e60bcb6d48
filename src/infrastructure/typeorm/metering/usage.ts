import type { UsageQueries, UsageStore } from '#application/metering/usage-ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { isSameEvent } from '#domain/metering/admission.ts';
import { dayOfExpiry } from '#domain/metering/usage-life.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { linesOf } from '#infrastructure/typeorm/connection/lines.ts';
import { eventOfKey, keysNamed } from '#infrastructure/typeorm/metering/events-by-key.ts';
import { invoicedSpans } from '#infrastructure/typeorm/metering/invoiced-spans.ts';
import { forgetEnded, keepNeeded } from '#infrastructure/typeorm/metering/usage-end.ts';
import { intakeOf } from '#infrastructure/typeorm/metering/usage-intake.ts';
import { preparePartition } from '#infrastructure/typeorm/metering/usage-partitions.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const append = {
  name: 'usage_events.append',
  text: `select append_usage_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    as repeated`,
};

const columns = `e.source, e.event_id as id, e.event_type as type, e.occurred_at as at,
  e.is_timed as "isTimed", e.customer_id as "customerId", e.subscription_id as "subscriptionId",
  e.data::text as data`;

const findByKey = {
  name: 'usage_events.find-by-key',
  text: `select ${columns} from ${keysNamed('$1', '$2', '$3')}
    cross join lateral (${eventOfKey('$1')}) e`,
};

const postgresUsage = (transaction: Transaction): UsageStore => {
  const { client, tenantId } = transaction;
  return {
    append: async (events, { receivedAt, expiresAt }) => {
      const expiresOn = dayOfExpiry(expiresAt);
      await preparePartition(client, expiresOn);
      const receipt = { receivedAt: formatInstant(receivedAt), expiresOn };
      const { rows } = await client.query<{ readonly repeated: readonly number[] }>(
        appendOf(tenantId, events, receipt),
      );
      const repeated = new Set(rows[0]?.repeated.map((place) => events[place - 1]));
      if (repeated.size === 0) return events.map(() => ({ outcome: 'accepted' }));
      const others = events.filter((event) => repeated.has(event));
      const found = await storedOf(transaction, others);
      const stored = new Map(found.map((event) => [keyOf(event), event]));
      return events.map((event) => {
        if (!repeated.has(event)) return { outcome: 'accepted' };
        const known = stored.get(keyOf(event));
        return { outcome: 'duplicate', isSame: known !== undefined && isSameEvent(known, event) };
      });
    },
    keepNeeded: (expiring) => keepNeeded(transaction, expiring),
    forgetEnded: (before, limit) => forgetEnded(transaction, before, limit),
    intake: (named) => intakeOf(transaction, named),
    stored: async (events) => {
      const keys = new Set((await storedOf(transaction, events)).map(keyOf));
      return new Set(events.filter((event) => keys.has(keyOf(event))));
    },
    invoicedSpans: (named) => invoicedSpans(transaction, named),
  };
};

const appendOf = (
  tenantId: string,
  events: readonly UsageEvent[],
  receipt: { readonly receivedAt: string; readonly expiresOn: string },
) => {
  const values = [
    tenantId,
    events.length,
    receipt.receivedAt,
    receipt.expiresOn,
    linesOf(events, ({ source }) => source),
    linesOf(events, ({ id }) => id),
    linesOf(events, ({ type }) => type),
    linesOf(events, ({ customerId }) => uuidOf(customerId)),
    linesOf(events, ({ subscriptionId }) =>
      subscriptionId === null ? '' : uuidOf(subscriptionId),
    ),
    linesOf(events, ({ at }) => formatInstant(at)),
    linesOf(events, ({ isTimed }) => (isTimed ? 't' : 'f')),
    linesOf(events, ({ data }) => data),
  ];
  return { ...append, values };
};

interface EventRow {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly isTimed: boolean;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly data: string;
}

interface ZonesRow {
  readonly customer: TimeZone;
  readonly subscription: TimeZone | null;
}

const storedOf = async (
  { client, tenantId }: Transaction,
  events: readonly UsageEvent[],
): Promise<readonly UsageEvent[]> => {
  const values = [tenantId, events.map(({ source }) => source), events.map(({ id }) => id)];
  const { rows } = await client.query<EventRow>({ ...findByKey, values });
  return rows.map((row) => ({
    ...row,
    at: instantOf(row.at.getTime()),
    customerId: idFromUuid('cus', row.customerId),
    subscriptionId: row.subscriptionId === null ? null : idFromUuid('sub', row.subscriptionId),
  }));
};

const keyOf = ({ source, id }: UsageEvent): string => `${source}\n${id}`;

const within = tenantScoped(
  `select ${columns} from usage_events e
    where e.tenant_id = scope.tenant_id and e.customer_id = $2 and e.event_type = $3
      and e.occurred_at >= $4 and e.occurred_at < $5
      and ($6::uuid is null or e.subscription_id = $6) and e.cancelled_position is null`,
  'usage_events.within',
);

const zones = tenantScoped(
  `select coalesce(c.time_zone, t.time_zone) as customer, s.time_zone as subscription
    from customers c
    join tenants t on t.id = scope.tenant_id
    left join subscriptions s on s.tenant_id = scope.tenant_id and s.id = $3
      and s.customer_id = c.id
    where c.tenant_id = scope.tenant_id and c.id = $2`,
  'usage_events.zones',
);

const postgresUsageQueries = (reader: TenantReader): UsageQueries => ({
  zonesOf: async ({ customerId, subscriptionId }) => {
    const values = [uuidOf(customerId), subscriptionId && uuidOf(subscriptionId)];
    const [row] = await reader.rows<ZonesRow>(zones, values);
    return row && { customer: row.customer, subscription: row.subscription ?? undefined };
  },
  within: async ({ customerId, type, subscriptionId, from, to }) => {
    const rows = await reader.rows<EventRow>(within, [
      uuidOf(customerId),
      type,
      from === null ? '-infinity' : formatInstant(from),
      formatInstant(to),
      subscriptionId && uuidOf(subscriptionId),
    ]);
    return rows.map(({ source, id, at, data }) => ({
      source,
      id,
      at: instantOf(at.getTime()),
      data: JSON.parse(data) as Readonly<Record<string, unknown>>,
    }));
  },
});

/** Usage events in PostgreSQL. */
export const usage = { repository: postgresUsage, queries: postgresUsageQueries };
