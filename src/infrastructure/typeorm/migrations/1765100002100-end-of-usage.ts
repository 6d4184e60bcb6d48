import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events of usage end with the month of their expiry, and their keys after them. */
export class EndOfUsage1765100002100 implements MigrationInterface {
  readonly name = 'EndOfUsage1765100002100';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of reverting) await runner.query(statement);
  }
}

const statements = [
  // An invoice whose usage was of a time before it cannot be counted again.
  'alter table usage_heads add column gone_until timestamptz(3)',

  // Of an event nothing changes but until when it is kept.
  'grant update (expires_on) on usage_events, usage_keys to billing_app',
  'grant delete on usage_keys to billing_app',
  // Without its key an event that is still there would be taken once more.
  `create policy only_ended on usage_keys as restrictive for delete to billing_app
    using (expires_on < date_trunc('month', now() at time zone 'UTC')::date)`,

  // Drops the partitions of months before a day, and gives their number. It works as the owner of
  // the tables, because the application drops none; so it looks itself whether they are over.
  `create function drop_usage_partitions(before date) returns integer
  language plpgsql security definer as $$
  declare
    partition text;
    dropped integer := 0;
  begin
    if before > date_trunc('month', now() at time zone 'UTC')::date then
      raise invalid_parameter_value using message = 'Events are kept until their month is over.';
    end if;
    for partition in
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'usage_events'::regclass
          and c.relname < 'usage_events_' || to_char(before, 'YYYY_MM')
        order by c.relname
    loop
      execute format('drop table %I', partition);
      dropped := dropped + 1;
    end loop;
    return dropped;
  end $$`,
  // Who calls it chooses no tables for it: those of the session come last.
  `do $$ begin
    execute format('alter function drop_usage_partitions set search_path = %I, pg_temp',
      current_schema());
  end $$`,
  'revoke execute on function drop_usage_partitions from public',
  'grant execute on function drop_usage_partitions to billing_app',
];

const reverting = [
  'drop function drop_usage_partitions',
  'drop policy only_ended on usage_keys',
  'revoke delete on usage_keys from billing_app',
  'revoke update (expires_on) on usage_events, usage_keys from billing_app',
  'alter table usage_heads drop column gone_until',
];
