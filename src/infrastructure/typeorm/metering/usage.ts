import type { UsageQueries, UsageStore } from '#application/metering/usage-ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import { isSameEvent } from '#domain/metering/admission.ts';
import { dayOfExpiry } from '#domain/metering/usage-life.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { invoicedSpans } from '#infrastructure/typeorm/metering/invoiced-spans.ts';
import { forgetEnded, keepNeeded } from '#infrastructure/typeorm/metering/usage-end.ts';
import { preparePartition } from '#infrastructure/typeorm/metering/usage-partitions.ts';
import { subjectsOf } from '#infrastructure/typeorm/metering/usage-subjects.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const linesOf = (parameter: string): string => `string_to_array(${parameter}, e'\\n')`;

// The head is locked until the commit: whoever appends after it gets higher positions, and commits
// later. So a position says which events were there, whoever commits when.
const advance = {
  name: 'usage_heads.advance',
  text: `insert into usage_heads (tenant_id, position) values ($1, $2)
    on conflict (tenant_id) do update set position = usage_heads.position + excluded.position,
      has_news = true, has_unwatched = usage_heads.is_watched
    returning position::text as position`,
};

// Each column is one text with a line for each event: no text of an event has line ends, and
// PostgreSQL takes lines apart in less time than it takes arrays of texts, as Node writes them.
const insertKeys = {
  name: 'usage_keys.insert',
  text: `insert into usage_keys (tenant_id, source, event_id, position, expires_on)
    select $1, r.source, r.event_id, h.position - $4::bigint + r.place, $5
      from usage_heads h cross join unnest(${linesOf('$2')}, ${linesOf('$3')}) with ordinality
        as r (source, event_id, place)
      where h.tenant_id = $1
    on conflict (tenant_id, source, event_id) do nothing
    returning position::text as position`,
};

const insertEvents = {
  name: 'usage_events.insert',
  text: `insert into usage_events (tenant_id, received_at, expires_on, position, source, event_id,
      event_type, customer_id, subscription_id, occurred_at, is_timed, data)
    select $1, $2, $3, r.position::bigint, r.source, r.event_id, r.event_type,
      r.customer_id::uuid, nullif(r.subscription_id, '')::uuid, r.occurred_at::timestamptz,
      r.is_timed::boolean, r.data::jsonb
    from unnest(${linesOf('$4')}, ${linesOf('$5')}, ${linesOf('$6')}, ${linesOf('$7')},
      ${linesOf('$8')}, ${linesOf('$9')}, ${linesOf('$10')}, ${linesOf('$11')}, ${linesOf('$12')})
      as r (position, source, event_id, event_type, customer_id, subscription_id, occurred_at,
        is_timed, data)`,
};

const columns = `e.source, e.event_id as id, e.event_type as type, e.occurred_at as at,
  e.is_timed as "isTimed", e.customer_id as "customerId", e.subscription_id as "subscriptionId",
  e.data::text as data`;

const findByKey = {
  name: 'usage_events.find-by-key',
  text: `select ${columns} from unnest($2::text[], $3::text[]) as r (source, event_id)
    join usage_keys k on k.tenant_id = $1 and k.source = r.source and k.event_id = r.event_id
    join usage_events e on e.tenant_id = $1 and e.position = k.position
      and e.expires_on = k.expires_on`,
};

const postgresUsage = (transaction: Transaction): UsageStore => {
  const { client, tenantId } = transaction;
  return {
    append: async (events, { receivedAt, expiresAt }) => {
      const expiresOn = dayOfExpiry(expiresAt);
      await preparePartition(client, expiresOn);
      const advanced = client.query<PositionRow>({
        ...advance,
        values: [tenantId, events.length],
      });
      const keys = client.query<PositionRow>({
        ...insertKeys,
        values: [tenantId, ...keysOf(events), events.length, expiresOn],
      });
      await awaitPipelined(advanced, keys);
      const before = Number((await advanced).rows[0]?.position) - events.length;
      const isNew = new Set((await keys).rows.map(({ position }) => Number(position) - before - 1));
      const receipt = { receivedAt: formatInstant(receivedAt), expiresOn, before };
      const inserted = client.query(insertOf(tenantId, events, isNew, receipt));
      const others = events.filter((_, index) => !isNew.has(index));
      const found = others.length === 0 ? [] : storedOf(transaction, others);
      await awaitPipelined(inserted, Promise.resolve(found));
      const stored = new Map((await found).map((event) => [keyOf(event), event]));
      return events.map((event, index) => {
        if (isNew.has(index)) return { outcome: 'accepted' };
        const known = stored.get(keyOf(event));
        return { outcome: 'duplicate', isSame: known !== undefined && isSameEvent(known, event) };
      });
    },
    keepNeeded: (expiring) => keepNeeded(transaction, expiring),
    forgetEnded: (before, limit) => forgetEnded(transaction, before, limit),
    subjects: (named) => subjectsOf(transaction, named),
    stored: async (events) => {
      const keys = new Set((await storedOf(transaction, events)).map(keyOf));
      return new Set(events.filter((event) => keys.has(keyOf(event))));
    },
    invoicedSpans: (named) => invoicedSpans(transaction, named),
  };
};

interface PositionRow {
  readonly position: string;
}

const keysOf = (events: readonly UsageEvent[]): readonly [sources: string, ids: string] => [
  events.map(({ source }) => source).join('\n'),
  events.map(({ id }) => id).join('\n'),
];

const insertOf = (
  tenantId: string,
  events: readonly UsageEvent[],
  isNew: ReadonlySet<number>,
  receipt: { readonly receivedAt: string; readonly expiresOn: string; readonly before: number },
) => {
  const chosen = events.filter((_, index) => isNew.has(index));
  const lines = (read: (event: UsageEvent) => string) => chosen.map(read).join('\n');
  const values = [
    tenantId,
    receipt.receivedAt,
    receipt.expiresOn,
    [...isNew]
      .toSorted((one, other) => one - other)
      .map((index) => receipt.before + index + 1)
      .join('\n'),
    ...keysOf(chosen),
    lines(({ type }) => type),
    lines(({ customerId }) => uuidOf(customerId)),
    lines(({ subscriptionId }) => (subscriptionId === null ? '' : uuidOf(subscriptionId))),
    lines(({ at }) => formatInstant(at)),
    lines(({ isTimed }) => (isTimed ? 't' : 'f')),
    lines(({ data }) => data),
  ];
  return { ...insertEvents, values };
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
