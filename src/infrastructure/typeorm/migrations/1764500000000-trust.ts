import type { MigrationInterface, QueryRunner } from 'typeorm';
import { chainExistingEntries } from '#infrastructure/typeorm/migrations/chain-existing-entries.ts';

/**
 * Trust and operations: chained audit entries, session families, API keys, signing keys, kept
 * answers, webhooks, and two more purposes that a statement can serve (see `policies`).
 *
 * Sessions begun before end here: they lack what tells a reused refresh token.
 */
export class Trust1764500000000 implements MigrationInterface {
  readonly name = 'Trust1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(audit);
    await chainExistingEntries(runner);
    for (const statement of [auditBounds, identity, idempotency, webhooks, purposes, fences]) {
      await runner.query(statement);
    }
    for (const statement of [policies, appendManyEntries, functions, grants])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop schema if exists billing_jobs cascade;
      drop function append_audit_entries(uuid, jsonb, text[]), kept_answer(uuid, bytea);
      drop policy operator on tenants;
      drop policy sweep on sessions;
      drop policy sweep on invitations;
      drop table webhook_deliveries, webhook_endpoints, idempotency_keys, signing_keys, api_keys,
        audit_chains;
      drop function current_purpose();
      delete from sessions;
      alter table sessions drop column family_hash, drop column rotated_at, drop column ends_at,
        drop column client_address, drop column client_user_agent;
      alter table audit_entries drop column sequence, drop column hash, drop column actor_id;
      alter table audit_entries rename to domain_events;
      alter table domain_events rename column action to type;
      alter table domain_events rename column resource_id to subject_id;
      alter table domain_events rename column created_at to occurred_at;
      drop index audit_entries_resource_idx, audit_entries_action_idx, sessions_expiry_idx,
        invitations_expiry_idx;
    `);
  }
}

const audit = `
  alter table domain_events rename to audit_entries;
  alter table audit_entries rename column type to action;
  alter table audit_entries rename column subject_id to resource_id;
  alter table audit_entries rename column occurred_at to created_at;
  alter table audit_entries add column sequence bigint, add column hash text,
    add column actor_id text generated always as
      (coalesce(actor->>'userId', actor->>'apiKeyId', actor->>'name')) stored;

  create table audit_chains (
    tenant_id uuid primary key references tenants (id) on delete cascade,
    sequence bigint not null,
    hash text not null
  ) with (fillfactor = 50);`;

const auditBounds = `
  alter table audit_entries alter column sequence set not null, alter column hash set not null;
  create unique index audit_entries_sequence_key on audit_entries (tenant_id, sequence);
  create index audit_entries_resource_idx on audit_entries (tenant_id, resource_id, id);
  create index audit_entries_actor_idx on audit_entries (tenant_id, actor_id, id);
  create index audit_entries_action_idx on audit_entries (tenant_id, action, id);`;

// A refresh token proves its family by one secret and its turn by another.
const identity = `
  delete from sessions;
  alter table sessions add column family_hash text not null,
    add column rotated_at timestamptz(3) not null,
    add column ends_at timestamptz(3) not null,
    add column client_address text,
    add column client_user_agent text;

  create table api_keys (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    name text not null,
    permissions jsonb not null,
    secret_hash text not null,
    created_by text not null,
    expires_at timestamptz(3),
    last_used_at timestamptz(3),
    created_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );

  -- Of the installation, not of a tenant. The private keys are sealed.
  create table signing_keys (
    id text primary key,
    state text not null check (state in ('next', 'active', 'retiring')),
    sealed_private_key text not null,
    created_at timestamptz(3) not null,
    retires_at timestamptz(3)
  );
  create unique index signing_keys_state_key on signing_keys (state) where state <> 'retiring';`;

// Callers without a tenant keep their answers under the nil uuid. Answers are sealed.
const idempotency = `
  create table idempotency_keys (
    tenant_id uuid not null,
    key_hash bytea not null,
    fingerprint bytea not null,
    sealed_answer text not null,
    expires_at timestamptz(3) not null,
    primary key (tenant_id, key_hash)
  );
  create index idempotency_keys_expiry_idx on idempotency_keys (expires_at);`;

const webhooks = `
  create table webhook_endpoints (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    url text not null,
    description text,
    event_types jsonb not null,
    status text not null check (status in ('enabled', 'disabled')),
    disabled_reason text,
    failing_since timestamptz(3),
    sealed_secret text not null,
    sealed_previous_secret text,
    previous_secret_ends_at timestamptz(3),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );

  create table webhook_deliveries (
    tenant_id uuid not null,
    id uuid not null,
    version integer not null check (version > 0),
    endpoint_id uuid not null,
    event_id uuid not null,
    event_type text not null,
    status text not null check (status in ('pending', 'succeeded', 'failed')),
    attempts jsonb not null,
    attempts_made integer not null,
    step integer not null,
    next_attempt_at timestamptz(3),
    expires_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint webhook_deliveries_event_key unique (tenant_id, endpoint_id, event_id),
    constraint webhook_deliveries_endpoint_fkey foreign key (tenant_id, endpoint_id)
      references webhook_endpoints (tenant_id, id) on delete cascade,
    constraint webhook_deliveries_event_fkey foreign key (tenant_id, event_id)
      references audit_entries (tenant_id, id)
  );
  create index webhook_deliveries_endpoint_idx
    on webhook_deliveries (tenant_id, endpoint_id, id);
  create index webhook_deliveries_status_idx on webhook_deliveries (tenant_id, status, id);
  create index webhook_deliveries_event_idx on webhook_deliveries (tenant_id, event_id);
  create index webhook_deliveries_expiry_idx on webhook_deliveries (expires_at);
  create index sessions_expiry_idx on sessions (expires_at);
  create index invitations_expiry_idx on invitations (expires_at);`;

const purposes = `
  create function current_purpose() returns text language sql stable parallel safe
    return nullif(current_setting('app.purpose', true), '');`;

const tenantTables = [
  'audit_chains',
  'api_keys',
  'idempotency_keys',
  'webhook_endpoints',
  'webhook_deliveries',
];

// The sub-select makes PostgreSQL ask once a statement instead of once a row.
const tenantFence = 'tenant_id = (select current_tenant_id())';

const fences = tenantTables
  .map(
    (table) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy tenant on ${table} to billing_app
    using (${tenantFence}) with check (${tenantFence});`,
  )
  .join('');

// Who sweeps sees of every tenant what is over, and nothing else. Who operates the installation
// sees which tenants there are. Who has no tenant yet keeps answers under the nil uuid.
const nobody = "tenant_id = '00000000-0000-0000-0000-000000000000'";
const policies = `
  ${['sessions', 'invitations', 'idempotency_keys', 'webhook_deliveries']
    .map(
      (table) => `
  create policy sweep on ${table} to billing_app
    using ((select current_purpose()) = 'sweep' and expires_at < now())
    with check (false);`,
    )
    .join('')}
  create policy operator on tenants for select to billing_app
    using ((select current_purpose()) = 'operate');
  create policy nobody on idempotency_keys to billing_app
    using (${nobody}) with check (${nobody});`;

/** As long as entries were written many at once, each with an outbox message. */
export const appendManyEntries = `
  create function append_audit_entries(tenant uuid, entries jsonb, canonical text[]) returns void
  language plpgsql as $$
  declare
    head audit_chains;
    entry jsonb;
    place integer := 0;
    written timestamptz;
  begin
    select * into head from audit_chains where tenant_id = tenant for update;
    if not found then
      insert into audit_chains (tenant_id, sequence, hash) values (tenant, 0, '')
        returning * into head;
    end if;
    written := clock_timestamp();
    for entry in select * from jsonb_array_elements(entries) loop
      place := place + 1;
      head.sequence := head.sequence + 1;
      head.hash := encode(
        sha256(convert_to(head.hash || E'\\n' || canonical[place], 'UTF8')), 'hex');
      insert into audit_entries (tenant_id, id, sequence, hash, action, resource_id, actor,
          request_id, created_at, before, after)
        values (tenant, (entry->>'id')::uuid, head.sequence, head.hash, entry->>'action',
          entry->>'resourceId', entry->'actor', entry->>'requestId',
          (entry->>'createdAt')::timestamptz, nullif(entry->'before', 'null'),
          nullif(entry->'after', 'null'));
      insert into billing_jobs.job (id, name, data, singleton_key, created_on, keep_until, policy,
          retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds,
          deletion_seconds, heartbeat_seconds)
        select (entry->>'id')::uuid, q.name,
          jsonb_build_object('tenantId', tenant, 'eventId', entry->>'id'),
          entry->>'resourceId', written + place * interval '1 microsecond', 'infinity', q.policy,
          q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds,
          q.deletion_seconds, q.heartbeat_seconds
        from billing_jobs.queue q where q.name = 'outbox';
      if not found then raise exception 'There is no queue for the outbox: migrate first.'; end if;
    end loop;
    update audit_chains set sequence = head.sequence, hash = head.hash where tenant_id = tenant;
  end $$;`;

const functions = `
  -- The lock is the first statement, so that the second sees what the last holder committed.
  create function kept_answer(tenant uuid, key bytea)
    returns table (is_free boolean, fingerprint bytea, sealed_answer text)
  language plpgsql as $$
  begin
    is_free := pg_try_advisory_xact_lock(hashtextextended(tenant::text || key::text, 0));
    select k.fingerprint, k.sealed_answer into kept_answer.fingerprint, kept_answer.sealed_answer
      from idempotency_keys k
      where k.tenant_id = tenant and k.key_hash = key and k.expires_at > now();
    return next;
  end $$;`;

const grants = `
  grant select, insert, update on audit_chains to billing_app;
  grant select, insert, update, delete on api_keys, signing_keys, idempotency_keys,
    webhook_endpoints, webhook_deliveries to billing_app;`;
