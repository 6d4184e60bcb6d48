import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The core: tenants, people and their ways in, customers, products, plans, and what happened.
 *
 * Two fences stand around a tenant. The adapters name the tenant in every statement, and row-level
 * security refuses whatever forgets to: FORCE binds the owner too, and the application works as
 * `billing_app`, which owns nothing and bypasses nothing. Keys, unique indexes and foreign keys of
 * tenant data all start with `tenant_id`.
 */
export class Core1764000000000 implements MigrationInterface {
  readonly name = 'Core1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [role, functions, tables, indexes, fences, grants]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table domain_events, search_terms, plans, products, customers, sessions,
        invitations, memberships, users, tenants;
      drop function current_tenant_id(), current_user_id(), current_person_id(),
        current_person_email();
    `);
    // The role may serve other databases: it stays.
  }
}

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

// Whom the statement serves. Unset and empty are both nobody, and nobody sees nothing. A person
// asked for by name (person) is not a person at the door (user): only the latter sees their places.
const functions = `
  create function current_tenant_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;
  create function current_user_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.user_id', true), '')::uuid;
  create function current_person_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.person_id', true), '')::uuid;
  create function current_person_email() returns text language sql stable parallel safe
    return nullif(current_setting('app.person_email', true), '');`;

const tables = `
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
    email_key text not null generated always as (lower(email)) stored,
    name text not null,
    password_hash text not null,
    password_version integer not null check (password_version > 0),
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null
  );

  create table memberships (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    user_id uuid not null references users (id),
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
    email_key text not null generated always as (lower(email)) stored,
    role text not null check (role in ('ADMIN', 'USER')),
    invited_by uuid,
    secret_hash text not null,
    expires_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );

  create table sessions (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    user_id uuid not null references users (id),
    password_version integer not null,
    secret_hash text not null,
    expires_at timestamptz(3) not null,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );

  create table customers (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    name text not null,
    email text not null,
    email_key text not null generated always as (lower(email)) stored,
    external_id text,
    currency text,
    time_zone text,
    address jsonb,
    tax_id text,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant_id, id)
  );

  create table products (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    code text not null,
    name text not null,
    description text,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint products_code_key unique (tenant_id, code)
  );

  create table plans (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    version integer not null check (version > 0),
    product_id uuid not null,
    code text not null,
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
    status text not null generated always as (
      case when archived_at is not null then 'archived'
           when activated_at is not null then 'active'
           else 'draft' end) stored,
    primary key (tenant_id, id),
    constraint plans_product_fkey foreign key (tenant_id, product_id)
      references products (tenant_id, id)
  );

  -- Derived: what the rows of other tables are found by. Written with them, by the repositories.
  create table search_terms (
    tenant_id uuid not null,
    subject_id uuid not null,
    kind text collate "C" not null,
    term text collate "C" not null,
    primary key (tenant_id, subject_id, term)
  );

  create table domain_events (
    tenant_id uuid not null references tenants (id) on delete cascade,
    id uuid not null,
    type text not null,
    subject_id text not null,
    actor jsonb not null,
    request_id text not null,
    occurred_at timestamptz(3) not null,
    before jsonb,
    after jsonb,
    primary key (tenant_id, id)
  );`;

// Lists walk the primary key backwards: ids carry their instant, so newest first is its order.
//
// Behind row-level security an index serves only conditions that PostgreSQL holds to be leakproof,
// as = and < on plain columns are. Functions and LIKE are not: hence `email_key` instead of
// lower(email), and words to begin with in `search_terms` instead of trigrams.
const indexes = `
  create unique index users_email_key on users (email_key);
  create index memberships_user_id_idx on memberships (user_id);
  create unique index invitations_email_key on invitations (tenant_id, email_key);
  create index sessions_user_idx on sessions (tenant_id, user_id);

  create unique index customers_email_key on customers (tenant_id, email_key);
  create unique index customers_external_id_key on customers (tenant_id, external_id)
    where external_id is not null;

  create unique index plans_code_key on plans (tenant_id, code) where archived_at is null;
  create index plans_kept_idx on plans (tenant_id, id) where archived_at is null;
  create index plans_code_idx on plans (tenant_id, code, id);
  create index plans_product_idx on plans (tenant_id, product_id, id);
  create index plans_status_idx on plans (tenant_id, status, id);

  create index search_terms_term_idx on search_terms (tenant_id, kind, term, subject_id);`;

const tenantTables = [
  'memberships',
  'invitations',
  'sessions',
  'customers',
  'products',
  'plans',
  'search_terms',
  'domain_events',
];

// The sub-select makes PostgreSQL ask once a statement instead of once a row.
const tenantFence = 'tenant_id = (select current_tenant_id())';
const ownMembership = 'user_id = (select current_user_id())';

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
  create policy tenant on ${table} to billing_app
    using (${tenantFence}) with check (${tenantFence});`,
    )
    .join('')}

  create policy tenant on tenants to billing_app
    using (id = (select current_tenant_id())) with check (id = (select current_tenant_id()));

  -- Who has not chosen a tenant yet sees their own places, and the names of those tenants.
  create policy own on memberships for select to billing_app using (${ownMembership});
  create policy own on tenants for select to billing_app
    using (id in (select tenant_id from memberships where ${ownMembership}));

  -- A person is seen by those who share the tenant, and by who asks for them by name.
  create policy by_name on users to billing_app
    using (id = (select current_person_id()) or email_key = (select current_person_email()))
    with check (id = (select current_person_id()));
  create policy colleagues on users for select to billing_app
    using (exists (select from memberships m
      where m.tenant_id = (select current_tenant_id()) and m.user_id = users.id));`;

// What happened is history: it can be added to, and never changed.
const grants = `
  grant select, insert, update on tenants, users to billing_app;
  grant select, insert, update, delete on
    memberships, invitations, sessions, customers, products, plans, search_terms to billing_app;
  grant select, insert on domain_events to billing_app;
  do $$ begin
    execute format('grant usage on schema %I to billing_app', current_schema());
    execute format('grant select on %I.migrations to billing_app', current_schema());
  end $$;`;
