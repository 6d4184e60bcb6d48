import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Most transactions append one entry. It moves the head and is written by one statement each, so
 * the head is locked for less time; several are still chained one after the other first.
 */
export class OneEntryAtOnce1765100004600 implements MigrationInterface {
  readonly name = 'OneEntryAtOnce1765100004600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(appendWith(oneEntry));
    await runner.query(withOwnTables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(appendWith(''));
    await runner.query(withOwnTables);
  }
}

const columns = `tenant_id, id, sequence, hash, action, resource_id, actor, actor_id, request_id,
      created_at, occurred_at, before, after`;

// The first entry of a tenant finds no head, and goes the way of several.
const oneEntry = `
    if cardinality(canonicals) = 1 then
      update audit_chains set sequence = sequence + 1,
          hash = encode(sha256(convert_to(hash || E'\\n' || canonicals[1], 'UTF8')), 'hex'),
          news_since = coalesce(news_since, appended_at)
        where tenant_id = of_tenant returning sequence, hash into head_sequence, head_hash;
      if found then
        insert into audit_entries (${columns})
          values (of_tenant, ids[1], head_sequence, head_hash, actions[1], resources[1],
            entry_actor, entry_actor_id, entry_request, recorded_at, occurred_at[1],
            befores[1]::jsonb, afters[1]::jsonb);
        return;
      end if;
    end if;`;

const appendWith = (one: string): string => `
  create or replace function append_audit_entries(of_tenant uuid, entry_actor jsonb,
    entry_actor_id text, entry_request text, recorded_at timestamptz, ids uuid[], actions text[],
    resources text[], occurred_at timestamptz[], befores text[], afters text[], canonicals text[])
    returns void
  language plpgsql security definer as $$
  declare
    head_sequence bigint;
    head_hash text;
    hashes text[];
    appended_at timestamptz := clock_timestamp();
  begin
    if of_tenant is distinct from current_tenant_id() then
      raise insufficient_privilege using message = 'Entries are added to the tenant at work alone.';
    end if;${one}
    select sequence, hash into head_sequence, head_hash from audit_chains
      where tenant_id = of_tenant for update;
    if not found then
      insert into audit_chains (tenant_id, sequence, hash) values (of_tenant, 0, '');
      head_sequence := 0;
      head_hash := '';
    end if;
    for place in 1 .. cardinality(canonicals) loop
      head_hash := encode(
        sha256(convert_to(head_hash || E'\\n' || canonicals[place], 'UTF8')), 'hex');
      hashes[place] := head_hash;
    end loop;
    update audit_chains set sequence = head_sequence + cardinality(canonicals), hash = head_hash,
        news_since = coalesce(news_since, appended_at)
      where tenant_id = of_tenant;
    insert into audit_entries (${columns})
      select of_tenant, e.id, head_sequence + e.place, e.hash, e.action, e.resource_id, entry_actor,
        entry_actor_id, entry_request, recorded_at, e.occurred_at, e.before::jsonb, e.after::jsonb
      from unnest(ids, hashes, actions, resources, occurred_at, befores, afters) with ordinality
        as e (id, hash, action, resource_id, occurred_at, before, after, place);
  end $$`;

// Who calls it chooses no tables for it: a function that is replaced forgets what was set for it.
const withOwnTables = `
  do $$ begin
    execute format('alter function append_audit_entries set search_path = %I, pg_temp',
      current_schema());
  end $$`;
