import type pg from 'pg';

// Events of the last days, in the order in which they happened, alike but in their data.
const store = `
  with head as (
    insert into usage_heads (tenant_id, position) values ($1, $4)
    on conflict (tenant_id) do update
      set position = usage_heads.position + excluded.position, has_news = true
    returning position - $4::bigint as before
  )
  insert into usage_events (tenant_id, received_at, expires_on, position, source, event_id,
    event_type, customer_id, subscription_id, occurred_at, is_timed, data)
  select $1, now(), current_date + 400, h.before + n, 'bench', (h.before + n)::text, $3,
    ($2::uuid[])[1 + n % cardinality($2::uuid[])], null,
    now() - (1 - n::float8 / $4) * $5::interval, true,
    jsonb_build_object('network', 'public', 'region', case when n % 2 = 0 then 'eu' else 'us' end,
      'gigabytes', (n % 90) || '.' || (10 + n % 90), 'status', 200)
  from head h cross join generate_series(1, $4::integer) n`;

/** Stores events of customers, by their uuids, over the last days. */
export const storeEvents = async (
  client: pg.Client,
  { tenantId, customerIds, eventType, days }: StoredUsage,
  count: number,
): Promise<void> => {
  const atOnce = 500_000;
  for (let stored = 0; stored < count; stored += atOnce) {
    const some = Math.min(atOnce, count - stored);
    await client.query(store, [tenantId, customerIds, eventType, some, `${days} days`]);
  }
};

export interface StoredUsage {
  readonly tenantId: string;
  readonly customerIds: readonly string[];
  readonly eventType: string;
  readonly days: number;
}
