import type {
  BilledRange,
  CountableUsage,
  UsageCounts,
} from '#application/metering/usage-counts.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// One statement sees one state: the events up to the position of the head, and all of them. The
// head is on every row, and on one row without an event where there are none.
const withinOf = (tenantId: string): string => `
  select h.position::text as position, h.gone_until, e.source, e.event_id as id,
    e.occurred_at as at, e.data::text as data
  from (select coalesce(max(head.position), 0) as position, max(head.gone_until) as gone_until
    from usage_heads head
    where head.tenant_id = ${tenantId}) h
  left join usage_events e on e.tenant_id = ${tenantId} and e.customer_id = $2
    and e.event_type = $3 and e.occurred_at >= $4 and e.occurred_at < $5
    and (e.subscription_id is null or e.subscription_id = $6)
    and ($7::bigint is null or e.position <= $7)
    and ($8::bigint is null or e.position > $8)`;

const inTransaction = { name: 'usage_events.count', text: withinOf('$1') };
const inRead = tenantScoped(withinOf('scope.tenant_id'), 'usage_events.recount');

interface CountRow {
  readonly position: string;
  readonly gone_until: Date | null;
  readonly source: string | null;
  readonly id: string;
  readonly at: Date;
  readonly data: string;
}

const valuesOf = (
  { customerId, subscriptionId, type, from, to, after }: BilledRange,
  through: string | null,
): readonly unknown[] => [
  uuidOf(customerId),
  type,
  from === null ? '-infinity' : formatInstant(from),
  formatInstant(to),
  uuidOf(subscriptionId),
  through,
  after ?? null,
];

const toCountable = (rows: readonly CountRow[], through: string | null): CountableUsage => ({
  position: through ?? rows[0]?.position ?? '0',
  goneUntil: rows[0]?.gone_until ? instantOf(rows[0].gone_until.getTime()) : null,
  events: rows.flatMap(({ source, id, at, data }) =>
    source === null
      ? []
      : [
          {
            source,
            id,
            at: instantOf(at.getTime()),
            data: JSON.parse(data) as Readonly<Record<string, unknown>>,
          },
        ],
  ),
});

const postgresCounts = ({ client, tenantId }: Transaction): UsageCounts => ({
  within: async (range, through) => {
    const values = [tenantId, ...valuesOf(range, through)];
    const { rows } = await client.query<CountRow>({ ...inTransaction, values });
    return toCountable(rows, through);
  },
});

const postgresRecounts = (reader: TenantReader): UsageCounts => ({
  within: async (range, through) =>
    toCountable(await reader.rows<CountRow>(inRead, valuesOf(range, through)), through),
});

/** The events behind the lines of invoices, in PostgreSQL. */
export const usageCounts = { repository: postgresCounts, queries: postgresRecounts };
