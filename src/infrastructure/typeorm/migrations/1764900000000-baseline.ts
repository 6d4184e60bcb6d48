import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The schema that every installation begins with: tenants, people and their ways in, customers,
 * products, plans, what happened, and who is told of it.
 *
 * Two fences stand around a tenant. The adapters name the tenant in every statement, and row-level
 * security refuses whatever forgets to: FORCE binds the owner too, and the application works as
 * `billing_app`, which owns nothing and bypasses nothing. Keys, unique indexes and foreign keys of
 * tenant data all start with `tenant_id`.
 *
 * The queues of pg-boss are a schema of its own, `billing_jobs`, and not made here.
 */
export class Baseline1764900000000 implements MigrationInterface {
  readonly name = 'Baseline1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    const tables = [role, purposes, people, billing, audit, webhooks, shared];
    for (const part of [...tables, indexes, functions, fences, policies, grants]) {
      for (const statement of statementsOf(part)) await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop schema if exists billing_jobs cascade;
      drop table webhook_deliveries, webhook_endpoints, event_failures, event_positions,
        audit_entries, audit_chains, search_tokens, plans, products, customers, idempotency_keys,
        signing_keys, api_keys, sessions, invitations, memberships, user_tenants, users,
        tenants;
      drop function append_audit_entries, settle_events, kept_answer, current_tenant_id,
        current_user_id, current_person_id, current_person_email, current_purpose;
    `);
    // The role may serve other databases: it stays.
  }
}

// One at a time: a cluster that spreads the tables (Citus) takes one such statement a message.
const statementsOf = (part: string): readonly string[] =>
  part.split(/;\n(?: *\n)*(?= {2}(?:create|alter|grant|revoke|do|--))/);

// Roles belong to the whole cluster: another database may have made it, even in this moment.
const role = `
  do $$ begin
    if not exists (select from pg_roles where rolname = 'billing_app') then
      create role billing_app nologin noinherit nobypassrls;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  do $$ begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
      execute format('grant billing_app to %I', current_user);
    end if;
    -- Where another made the role, it takes that one to grant it; the start tells when nobody did.
  exception when insufficient_privilege then null;
  end $$;`;

// Whom and what the statement serves. Unset and empty are both nobody, and nobody sees nothing. A
// person asked for by name (person) is not a person at the door (user): only the latter sees their
// places.
const purposes = `
  create function current_tenant_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;
  create function current_user_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.user_id', true), '')::uuid;
  create function current_person_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.person_id', true), '')::uuid;
  create function current_person_email() returns text language sql stable parallel safe
    return nullif(current_setting('app.person_email', true), '');
  create function current_purpose() returns text language sql stable parallel safe
    return nullif(current_setting('app.purpose', true), '');`;

// Texts that a key or an index holds are compared by bytes (collate "C"), whatever the locale of
// the database is, and whatever becomes of its sort order at an upgrade of the system.
// `email_key` is what makes two addresses the same, and written by the application: lower()
// asks the locale.
const people = `
  create table tenants (
    id uuid primary key,
    version integer not null check (version > 0),
    name text not null,
    default_currency text not null,
    time_zone text not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null
  );

  create table users (
    id uuid primary key,
    version integer not null check (version > 0),
    email text not null,
    email_key text collate "C" not null,
    name text not null,
    password_hash text not null,
    password_version integer not null check (password_version > 0),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null
  );

  -- Where people may go: with users the directory, which signing in asks and nothing else. It is
  -- apart from the tables of the tenants, and written with the memberships that it follows from.
  create table user_tenants (
    tenant_id uuid not null,
    user_id uuid not null,
    membership_id uuid not null,
    tenant_name text not null,
    role text not null check (role in ('ADMIN', 'USER')),
    primary key (tenant_id, user_id)
  );

  -- What a list of members shows of a person is kept here.
  create table memberships (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    user_id uuid not null,
    name text not null,
    email text not null,
    email_key text collate "C" not null,
    search_text text collate "C" not null,
    role text not null check (role in ('ADMIN', 'USER')),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint memberships_user_key unique (tenant_id, user_id)
  );

  create table invitations (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    email text not null,
    email_key text collate "C" not null,
    role text not null check (role in ('ADMIN', 'USER')),
    invited_by uuid,
    granted_by text,
    secret_hash text not null,
    expires_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );

  -- A refresh token proves its family by one secret and its turn by another.
  create table sessions (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    user_id uuid not null,
    password_version integer not null,
    secret_hash text not null,
    expires_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    family_hash text not null,
    rotated_at timestamptz(3) not null,
    ends_at timestamptz(3) not null,
    client_address text,
    client_user_agent text,
    primary key (tenant_id, id)
  );

  create table api_keys (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    name text not null,
    permissions jsonb not null,
    secret_hash text not null,
    created_by text not null,
    granted_by text,
    expires_at timestamptz(3),
    last_used_at timestamptz(3),
    created_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );`;

// What a row is found as (`found_as`), and the tokens of it, are derived: the repositories write
// them with the row.
const billing = `
  create table customers (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    name text not null,
    email text not null,
    email_key text collate "C" not null,
    external_id text collate "C",
    currency text,
    time_zone text,
    address jsonb,
    tax_id text,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    found_as text collate "C" not null,
    primary key (tenant_id, id)
  );

  create table products (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    code text collate "C" not null,
    name text not null,
    description text,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    found_as text collate "C" not null,
    primary key (tenant_id, id),
    constraint products_code_key unique (tenant_id, code)
  );

  create table plans (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    product_id uuid not null,
    code text collate "C" not null,
    name text not null,
    description text,
    currency text not null,
    interval_unit text not null check (interval_unit in ('day', 'week', 'month', 'year')),
    interval_count integer not null check (interval_count > 0),
    trial_days integer not null check (trial_days >= 0),
    prices jsonb not null,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    activated_at timestamptz(3),
    archived_at timestamptz(3),
    status text collate "C" not null generated always as (
      case when archived_at is not null then 'archived'
           when activated_at is not null then 'active'
           else 'draft' end) stored,
    found_as text collate "C" not null,
    primary key (tenant_id, id),
    constraint plans_product_fkey foreign key (tenant_id, product_id)
      references products (tenant_id, id)
  );

  create table search_tokens (
    tenant_id uuid not null,
    kind text collate "C" not null,
    token text collate "C" not null,
    subject_id uuid not null,
    primary key (tenant_id, kind, token, subject_id)
  );`;

// What happened, in a chain for each tenant: `audit_chains` has its head. The chain is the sequence
// that subscribers read: `news_since` is set until all of them have read to its end, and
// `event_failures` has the subjects that one of them could not handle. Who did it is written
// beside the entry's `actor`: PostgreSQL reads and compiles the expression of a generated column
// anew for each statement, which was a tenth of a whole create. The verification of the chain holds
// one against the other.
const audit = `
  create table audit_entries (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    action text collate "C" not null,
    resource_id text collate "C" not null,
    actor jsonb not null,
    request_id text not null,
    created_at timestamptz(3) not null,
    occurred_at timestamptz(3),
    before jsonb,
    after jsonb,
    sequence bigint not null,
    hash text not null,
    actor_id text collate "C" not null,
    primary key (tenant_id, id)
  );

  create table audit_chains (
    tenant_id uuid primary key references tenants (id) on delete cascade,
    sequence bigint not null,
    hash text not null,
    news_since timestamptz
  ) with (fillfactor = 50);

  create table event_positions (
    tenant_id uuid not null references tenants (id) on delete cascade,
    subscriber text collate "C" not null,
    sequence bigint not null,
    read_to_end_at timestamptz,
    primary key (tenant_id, subscriber)
  ) with (fillfactor = 50);

  create table event_failures (
    tenant_id uuid not null references tenants (id) on delete cascade,
    subscriber text collate "C" not null,
    subject_id text collate "C" not null,
    sequence bigint not null,
    tries integer not null,
    error text not null,
    failed_at timestamptz not null,
    retry_at timestamptz,
    primary key (tenant_id, subscriber, subject_id)
  );`;

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
    status text collate "C" not null check (status in ('pending', 'succeeded', 'failed')),
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
  );`;

// Signing keys are of the installation, not of a tenant; the private ones are sealed. Callers
// without a tenant keep their answers under the nil uuid. Answers are sealed.
const shared = `
  create table signing_keys (
    id text collate "C" primary key,
    state text collate "C" not null check (state in ('next', 'active', 'retiring')),
    sealed_private_key text not null,
    created_at timestamptz(3) not null,
    retires_at timestamptz(3)
  );

  create table idempotency_keys (
    tenant_id uuid not null,
    key_hash bytea not null,
    fingerprint bytea not null,
    sealed_answer text not null,
    expires_at timestamptz(3) not null,
    primary key (tenant_id, key_hash)
  );`;

// Lists walk the primary key backwards: ids carry their instant, so newest first is its order.
//
// Behind row-level security an index serves only conditions that PostgreSQL holds to be leakproof,
// as = and < on plain columns are. Functions and LIKE are not: hence `email_key` instead of
// lower(email), and words to begin with in `search_tokens` instead of trigrams.
const indexes = `
  create unique index users_email_key on users (email_key);
  create index user_tenants_user_idx on user_tenants (user_id, membership_id);
  create index memberships_email_idx on memberships (tenant_id, email_key);
  create unique index invitations_email_key on invitations (tenant_id, email_key);
  create index invitations_expiry_idx on invitations (expires_at);
  create index sessions_user_idx on sessions (tenant_id, user_id);
  create index invitations_grantor_idx on invitations (tenant_id, granted_by);
  create index api_keys_grantor_idx on api_keys (tenant_id, granted_by);
  create index sessions_expiry_idx on sessions (expires_at);
  create unique index signing_keys_state_key on signing_keys (state) where state <> 'retiring';
  create index idempotency_keys_expiry_idx on idempotency_keys (expires_at);

  create unique index customers_email_key on customers (tenant_id, email_key);
  create unique index customers_external_id_key on customers (tenant_id, external_id)
    where external_id is not null;

  create unique index plans_code_key on plans (tenant_id, code) where archived_at is null;
  create index plans_kept_idx on plans (tenant_id, id) where archived_at is null;
  create index plans_code_idx on plans (tenant_id, code, id);
  create index plans_product_idx on plans (tenant_id, product_id, id);
  create index plans_status_idx on plans (tenant_id, status, id);

  create unique index audit_entries_sequence_key on audit_entries (tenant_id, sequence);
  create index audit_entries_resource_idx on audit_entries (tenant_id, resource_id, id);
  create index audit_entries_actor_idx on audit_entries (tenant_id, actor_id, id);
  create index audit_entries_action_idx on audit_entries (tenant_id, action, id);

  create index audit_chains_news_idx on audit_chains (tenant_id) where news_since is not null;
  create index event_failures_retry_idx on event_failures (retry_at) where retry_at is not null;

  create index webhook_deliveries_endpoint_idx
    on webhook_deliveries (tenant_id, endpoint_id, id);
  create index webhook_deliveries_status_idx on webhook_deliveries (tenant_id, status, id);
  create index webhook_deliveries_event_idx on webhook_deliveries (tenant_id, event_id);
  create index webhook_deliveries_expiry_idx on webhook_deliveries (expires_at);`;

// append_audit_entries: the chain's head is locked here, as the last thing before the commit that
// is sent right behind: writers of one tenant do all their work side by side, and only commit one
// after the other. So the numbers are in the order of the commits, and whoever reads on from a
// number misses nothing.
//
// It works as the owner of the tables, because nobody else may write the past: the application adds
// entries by it, of its own tenant, and can neither move a head nor put in what is not chained.
const functions = `
  create function append_audit_entries(of_tenant uuid, entry_actor jsonb, entry_actor_id text,
    entry_request text, recorded_at timestamptz, ids uuid[], actions text[], resources text[],
    occurred_at timestamptz[], befores text[], afters text[], canonicals text[]) returns void
  language plpgsql security definer as $$
  declare
    head_sequence bigint;
    head_hash text;
    hashes text[];
    appended_at timestamptz := clock_timestamp();
  begin
    if of_tenant is distinct from current_tenant_id() then
      raise insufficient_privilege using message = 'Entries are added to the tenant at work alone.';
    end if;
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
    insert into audit_entries (tenant_id, id, sequence, hash, action, resource_id, actor,
        actor_id, request_id, created_at, occurred_at, before, after)
      select of_tenant, e.id, head_sequence + e.place, e.hash, e.action, e.resource_id, entry_actor,
        entry_actor_id, entry_request, recorded_at, e.occurred_at,
        e.before::jsonb, e.after::jsonb
      from unnest(ids, hashes, actions, resources, occurred_at, befores, afters) with ordinality
        as e (id, hash, action, resource_id, occurred_at, before, after, place);
  end $$;

  -- Who calls it chooses no tables for it: those of the session come last.
  do $$ begin
    execute format('alter function append_audit_entries set search_path = %I, pg_temp',
      current_schema());
  end $$;
  revoke execute on function append_audit_entries from public;

  -- Every subscriber has read through this place: without a later entry there is no news. It waits
  -- for who appends, and then sees their entry.
  create function settle_events(of_tenant uuid, read_through bigint) returns void
  language plpgsql security definer as $$
  begin
    if of_tenant is distinct from current_tenant_id() then
      raise insufficient_privilege using message = 'Events are settled for the tenant at work.';
    end if;
    update audit_chains set news_since = null
      where tenant_id = of_tenant and news_since is not null and sequence <= read_through;
  end $$;
  do $$ begin
    execute format('alter function settle_events set search_path = %I, pg_temp', current_schema());
  end $$;
  revoke execute on function settle_events from public;

  -- The lock is the first statement, so that the second sees what the last holder committed.
  create function kept_answer(tenant uuid, key bytea, at timestamptz)
    returns table (is_free boolean, fingerprint bytea, sealed_answer text)
  language plpgsql as $$
  begin
    is_free := pg_try_advisory_xact_lock(hashtextextended(tenant::text || key::text, 0));
    select k.fingerprint, k.sealed_answer into kept_answer.fingerprint, kept_answer.sealed_answer
      from idempotency_keys k
      where k.tenant_id = tenant and k.key_hash = key and k.expires_at > at;
    return next;
  end $$;`;

const tenantTables = [
  'user_tenants',
  'memberships',
  'invitations',
  'sessions',
  'api_keys',
  'customers',
  'products',
  'plans',
  'search_tokens',
  'audit_entries',
  'audit_chains',
  'event_positions',
  'event_failures',
  'webhook_endpoints',
  'webhook_deliveries',
  'idempotency_keys',
];

// No sub-select: the function is stable, so an index serves the condition, and a cluster that
// spreads the tables by tenant (Citus) takes none in a policy. The fence of a tenant is for
// everybody, the owner too, who appends audit entries.
const tenantFence = 'tenant_id = current_tenant_id()';

const fences = `
  ${['tenants', 'users', ...tenantTables]
    .map(
      (table) => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;`,
    )
    .join('')}

  ${tenantTables
    .map(
      (table) => `
  create policy tenant on ${table}
    using (${tenantFence}) with check (${tenantFence});`,
    )
    .join('')}

  create policy tenant on tenants to billing_app
    using (id = current_tenant_id()) with check (id = current_tenant_id());`;

const policies = `
  -- Who has not chosen a tenant yet sees their own places.
  create policy own on user_tenants for select to billing_app
    using (user_id = current_user_id());

  -- A person is seen by who asks for them by name.
  create policy by_name on users to billing_app
    using (id = current_person_id() or email_key = current_person_email())
    with check (id = current_person_id());

  -- Who operates the installation sees which tenants there are.
  create policy operator on tenants for select to billing_app
    using (current_purpose() = 'operate');

  -- Who sweeps sees of every tenant what is over, and nothing else.
  create policy sweep on sessions to billing_app
    using (current_purpose() = 'sweep' and expires_at < now()) with check (false);
  create policy sweep on invitations to billing_app
    using (current_purpose() = 'sweep' and expires_at < now()) with check (false);
  create policy sweep on idempotency_keys to billing_app
    using (current_purpose() = 'sweep' and expires_at < now()) with check (false);
  create policy sweep on webhook_deliveries to billing_app
    using (current_purpose() = 'sweep' and expires_at < now()) with check (false);

  -- Who delivers events sees in which tenants there is news, and what failed there.
  create policy deliver on audit_chains for select to billing_app
    using (current_purpose() = 'deliver');
  create policy deliver on event_positions for select to billing_app
    using (current_purpose() = 'deliver');
  create policy deliver on event_failures for select to billing_app
    using (current_purpose() = 'deliver');`;

// What the application does, and no more. What happened is history: it is added to by
// append_audit_entries, and never changed.
const grants = `
  grant select, insert, update on tenants, users to billing_app;
  grant select, insert, update, delete on user_tenants, memberships, invitations, sessions,
    api_keys, customers, products, plans, webhook_endpoints, webhook_deliveries, idempotency_keys,
    event_failures
    to billing_app;
  grant select, insert, delete on search_tokens, signing_keys to billing_app;
  grant select, insert, update on event_positions to billing_app;
  grant select on audit_entries, audit_chains to billing_app;
  grant execute on function append_audit_entries, settle_events to billing_app;
  do $$ begin
    execute format('grant usage on schema %I to billing_app', current_schema());
    execute format('grant select on %I.migrations to billing_app', current_schema());
  end $$;`;
