import type {
  FoundUsageEvents,
  ListedUsageEvent,
  UsageEventFilter,
  UsageEventPlace,
  UsageEventQueries,
  UsageEventSlice,
} from '#application/metering/usage-event-queries.ts';
import { isByTime } from '#application/metering/usage-event-queries.ts';
import type { EventData } from '#domain/metering/measure.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import { eventOfKey } from '#infrastructure/typeorm/metering/events-by-key.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

const columns = `e.position::text as position, e.source, e.event_id as id, e.event_type as type,
  e.occurred_at as at, e.is_timed as "isTimed", e.received_at as "receivedAt",
  e.customer_id as "customerId", e.subscription_id as "subscriptionId", e.data::text as data,
  e.cancelled_at as "cancelledAt", e.cancel_reason as "cancelReason"`;

const fits = `($4::uuid is null or e.customer_id = $4) and ($5::text is null or e.event_type = $5)
  and ($6::text is null or e.source = $6) and e.occurred_at >= $7 and e.occurred_at < $8`;

// The head is on every row, and on one row without an event where none fits: so it is known how far
// was looked.
const byReceipt = (edge: string, within: string, order: 'asc' | 'desc'): string => `
  select w.edge::text as edge, w.head::text as head, found.* from (
      select ${edge} as edge, h.position as head from usage_heads h
        where h.tenant_id = scope.tenant_id
    ) w
    left join lateral (select ${columns} from usage_events e
      where e.tenant_id = scope.tenant_id and ${within} and ${fits}
      order by e.position ${order} limit $9) found on true`;

const nearest = (type: string, beyond: string, order: 'asc' | 'desc'): string => `
  select ${columns} from usage_events e
    where e.tenant_id = scope.tenant_id and e.customer_id = $2 and e.event_type = ${type}
      and e.occurred_at >= $3 and e.occurred_at < $4
      and (e.occurred_at, e.position) ${beyond} ($5::timestamptz, $6::bigint)
    order by e.occurred_at ${order}, e.position ${order} limit $7`;

// PostgreSQL finds the types of a customer by the index, one after the other, and the nearest
// events of each type in the order in which they are wanted.
const ofAnyType = (beyond: string, order: 'asc' | 'desc'): string => `
  with recursive types as (
    (select n.event_type from usage_events n
      where n.tenant_id = scope.tenant_id and n.customer_id = $2
      order by n.event_type limit 1)
    union all
    select (select n.event_type from usage_events n
      where n.tenant_id = scope.tenant_id and n.customer_id = $2 and n.event_type > t.event_type
      order by n.event_type limit 1)
    from types t where t.event_type is not null
  )
  select found.* from types t
    cross join lateral (${nearest('t.event_type', beyond, order)}) found
    order by found.at ${order}, found.position::bigint ${order} limit $7`;

const statements = {
  newest: tenantScoped(
    byReceipt(
      'least($2::bigint, h.position + 1)',
      'e.position < w.edge and e.position >= w.edge - $3::bigint',
      'desc',
    ),
    'usage_events.newest',
  ),
  newer: tenantScoped(
    byReceipt('$2::bigint', 'e.position > w.edge and e.position <= w.edge + $3::bigint', 'asc'),
    'usage_events.newer',
  ),
  latest: tenantScoped(ofAnyType('<', 'desc'), 'usage_events.latest'),
  later: tenantScoped(ofAnyType('>', 'asc'), 'usage_events.later'),
  latestOfType: tenantScoped(nearest('$8', '<', 'desc'), 'usage_events.latest-of-type'),
  laterOfType: tenantScoped(nearest('$8', '>', 'asc'), 'usage_events.later-of-type'),
};

const byKey = tenantScoped(
  `select ${columns} from usage_keys k
    cross join lateral (${eventOfKey('scope.tenant_id')}) e
    where k.tenant_id = scope.tenant_id and k.source = $2 and k.event_id = $3
      and ($4::uuid is null or e.customer_id = $4)
      and ($5::text is null or e.event_type = $5)
      and e.occurred_at >= $6 and e.occurred_at < $7
      and e.position < $8::bigint and e.position > $9::bigint`,
  'usage_events.of-key',
);

interface Row {
  readonly position: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly isTimed: boolean;
  readonly receivedAt: Date;
  readonly customerId: string;
  readonly subscriptionId: string | null;
  readonly data: string;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string | null;
}

type EdgedRow = { readonly edge: string; readonly head: string } & (
  | Row
  | { readonly [Field in keyof Row]: null }
);

const toEvent = (row: Row): ListedUsageEvent => ({
  position: Number(row.position),
  source: row.source,
  id: row.id,
  type: row.type,
  at: instantOf(row.at.getTime()),
  isTimed: row.isTimed,
  receivedAt: instantOf(row.receivedAt.getTime()),
  customerId: idFromUuid('cus', row.customerId),
  subscriptionId: row.subscriptionId === null ? null : idFromUuid('sub', row.subscriptionId),
  data: JSON.parse(row.data) as EventData,
  cancelledAt: row.cancelledAt === null ? null : instantOf(row.cancelledAt.getTime()),
  cancelReason: row.cancelReason,
});

const highest = Number.MAX_SAFE_INTEGER;

const fromOf = ({ from }: UsageEventFilter): string =>
  from === undefined ? '-infinity' : formatInstant(from);
const toOf = ({ to }: UsageEventFilter): string =>
  to === undefined ? 'infinity' : formatInstant(to);
const customerOf = ({ customerId }: UsageEventFilter): string | null =>
  customerId === undefined ? null : uuidOf(customerId);

/** Lists of usage events in PostgreSQL. */
class PostgresUsageEventQueries implements UsageEventQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async list(filter: UsageEventFilter, slice: UsageEventSlice): Promise<FoundUsageEvents> {
    if (filter.id !== undefined) return complete(await this.#ofKey(filter, slice));
    return isByTime(filter)
      ? complete(await this.#byTime(filter, slice))
      : this.#byReceipt(filter, slice);
  }

  #ofKey(filter: UsageEventFilter, { after, before }: UsageEventSlice): Promise<readonly Row[]> {
    return this.#reader.rows<Row>(byKey, [
      filter.source,
      filter.id,
      customerOf(filter),
      filter.type ?? null,
      fromOf(filter),
      toOf(filter),
      after?.position ?? highest,
      before?.position ?? 0,
    ]);
  }

  async #byTime(
    filter: UsageEventFilter,
    { limit, after, before }: UsageEventSlice,
  ): Promise<readonly Row[]> {
    const place = before ?? after;
    const reading = before === undefined ? 'latest' : 'later';
    const values = [
      customerOf(filter),
      fromOf(filter),
      toOf(filter),
      place === null ? 'infinity' : formatInstant(place.at),
      place === null ? highest : place.position,
      limit,
    ];
    const rows =
      filter.type === undefined
        ? await this.#reader.rows<Row>(statements[reading], values)
        : await this.#reader.rows<Row>(statements[`${reading}OfType`], [...values, filter.type]);
    return before === undefined ? rows : rows.toReversed();
  }

  async #byReceipt(
    filter: UsageEventFilter,
    { limit, after, before, lookedAtMax }: UsageEventSlice,
  ): Promise<FoundUsageEvents> {
    const isBack = before !== undefined;
    const found = await this.#reader.rows<EdgedRow>(statements[isBack ? 'newer' : 'newest'], [
      before?.position ?? after?.position ?? highest,
      lookedAtMax,
      customerOf(filter),
      filter.type ?? null,
      filter.source ?? null,
      fromOf(filter),
      toOf(filter),
      limit,
    ]);
    const rows = found.filter((row) => row.position !== null);
    const events = (isBack ? rows.toReversed() : rows).map(toEvent);
    const [standing] = found;
    const isFull = events.length === limit;
    if (standing === undefined || isFull) return { events, reached: null };
    const edge = Number(standing.edge);
    const reached = isBack ? edge + lookedAtMax : edge - lookedAtMax;
    const isEnd = isBack ? reached >= Number(standing.head) : reached <= 1;
    return { events, reached: isEnd ? null : placeAt(reached) };
  }
}

const complete = (rows: readonly Row[]): FoundUsageEvents => ({
  events: rows.map(toEvent),
  reached: null,
});

// In the order of receipt only the position says where to look on.
const placeAt = (position: number): UsageEventPlace => ({ at: 0 as Instant, position });

export const usageEvents = {
  queries: (reader: TenantReader): UsageEventQueries => new PostgresUsageEventQueries(reader),
};
