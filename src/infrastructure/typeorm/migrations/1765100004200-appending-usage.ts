import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events of usage are appended by one call: the head of the tenant is locked for no round trip. */
export class AppendingUsage1765100004200 implements MigrationInterface {
  readonly name = 'AppendingUsage1765100004200';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of reverting) await runner.query(statement);
  }
}

const lines = (...names: readonly string[]): string =>
  `unnest(${names.map((name) => `string_to_array(${name}, e'\\n')`).join(', ')}) with ordinality`;

const events = `${lines(
  'the_sources',
  'the_ids',
  'the_types',
  'the_customers',
  'the_subscriptions',
  'the_times',
  'the_timed',
  'the_data',
)} as r (source, event_id, event_type, customer_id, subscription_id, occurred_at, is_timed, data,
      place)`;

const insertEvents = `insert into usage_events (tenant_id, received_at, expires_on, position,
      source, event_id, event_type, customer_id, subscription_id, occurred_at, is_timed, data)
    select of_tenant, the_receipt, the_end, before + r.place, r.source, r.event_id, r.event_type,
      r.customer_id::uuid, nullif(r.subscription_id, '')::uuid, r.occurred_at::timestamptz,
      r.is_timed::boolean, r.data::jsonb
    from ${events}`;

const keys = `${lines('the_sources', 'the_ids')} as r (source, event_id, place)`;

const isStored = `k.tenant_id = of_tenant and k.source = r.source and k.event_id = r.event_id
      and k.position = before + r.place`;

const statements = [
  // It works with the rights of its caller, so row-level security holds for each row. Columns of
  // events are texts with a line for each. Where all keys are stored, as nearly always, their
  // number says so; else it gives the places, from 1, of events that were stored before.
  `create function append_usage_events(of_tenant uuid, amount integer, the_receipt timestamptz,
    the_end date, the_sources text, the_ids text, the_types text, the_customers text,
    the_subscriptions text, the_times text, the_timed text, the_data text) returns integer[]
  language plpgsql as $$
  declare
    before bigint;
    stored bigint;
  begin
    -- The head is locked until the commit: whoever appends after it gets higher positions, and
    -- commits later. So a position says which events were there, whoever commits when.
    insert into usage_heads as h (tenant_id, position) values (of_tenant, amount)
      on conflict (tenant_id) do update set position = h.position + excluded.position,
        has_news = true, has_unwatched = h.is_watched
      returning h.position - amount into before;
    insert into usage_keys (tenant_id, source, event_id, position, expires_on)
      select of_tenant, r.source, r.event_id, before + r.place, the_end from ${keys}
      on conflict (tenant_id, source, event_id) do nothing;
    get diagnostics stored = row_count;
    if stored = amount then
      ${insertEvents};
      return '{}';
    end if;
    ${insertEvents}
      join usage_keys k on ${isStored};
    return array(select r.place::integer from ${keys}
      where not exists (select from usage_keys k where ${isStored}) order by r.place);
  end $$`,
  'revoke execute on function append_usage_events from public',
  'grant execute on function append_usage_events to billing_app',
];

const reverting = ['drop function append_usage_events'];
