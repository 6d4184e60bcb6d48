import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subscriptions, charges, invoices, and what a run needs to make them. */
export class Billing1765100000100 implements MigrationInterface {
  readonly name = 'Billing1765100000100';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [agreements, charging, invoicing, indexes, firstVersions, fences, grants]) {
      for (const statement of statementsOf(part)) await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.query(`drop table ${table}`);
  }
}

// One statement in each message: a cluster that spreads tables wants it so.
const statementsOf = (part: string): readonly string[] =>
  part.split(/;\n(?: *\n)*(?= {2}(?:create|alter|grant|insert))/);

const tables = [
  'plan_versions',
  'billing_accounts',
  'subscriptions',
  'subscription_cursors',
  'invoices',
  'price_terms',
  'charges',
  'invoice_documents',
  'invoice_lines',
  'invoice_payments',
  'number_series',
  'balances',
  'balance_transactions',
  'billing_issues',
] as const;

// The terms that customers agree to, by version. A version is never changed.
//
// `due_at` of an account is the next instant at which something of the customer's is due. `is_live`
// repeats the tenant's mode: who looks for due accounts reads this table alone.
//
// A cursor says how far a subscription's charges have been made. It is not on the subscription's
// own row: a run must not raise the version that people edit.
const agreements = `
  create table plan_versions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    plan_id uuid not null,
    number integer not null check (number > 0),
    currency text not null,
    interval_unit text not null check (interval_unit in ('day', 'week', 'month', 'year')),
    interval_count integer not null check (interval_count > 0),
    trial_days integer not null check (trial_days >= 0),
    prices jsonb not null,
    published_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint plan_versions_plan_id_fkey
      foreign key (tenant_id, plan_id) references plans (tenant_id, id),
    constraint plan_versions_number_key unique (tenant_id, plan_id, number)
  );

  create table billing_accounts (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    is_live boolean not null,
    due_at timestamptz(3),
    parked_at timestamptz(3),
    is_approved boolean not null default false,
    primary key (tenant_id, customer_id),
    constraint billing_accounts_customer_id_fkey
      foreign key (tenant_id, customer_id) references customers (tenant_id, id)
  );

  create table subscriptions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    customer_id uuid not null,
    plan_id uuid not null,
    plan_version_id uuid not null,
    plan_version integer not null check (plan_version > 0),
    external_id text collate "C",
    name text,
    currency text not null,
    time_zone text not null,
    alignment jsonb not null,
    interval_unit text not null check (interval_unit in ('day', 'week', 'month', 'year')),
    interval_count integer not null check (interval_count > 0),
    anchor_on date not null,
    anchor_day integer not null check (anchor_day between 1 and 31),
    policy jsonb not null,
    segments jsonb not null,
    starts_on date not null,
    starts_at timestamptz(3) not null,
    ends_on date,
    ends_at timestamptz(3),
    end_reason text,
    is_invoiced_apart boolean not null,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint subscriptions_customer_id_fkey
      foreign key (tenant_id, customer_id) references billing_accounts (tenant_id, customer_id),
    constraint subscriptions_plan_version_id_fkey
      foreign key (tenant_id, plan_version_id) references plan_versions (tenant_id, id)
  );

  create table subscription_cursors (
    tenant_id uuid not null references tenants (id),
    subscription_id uuid not null,
    customer_id uuid not null,
    settled_through timestamptz(3),
    next_due_at timestamptz(3),
    primary key (tenant_id, subscription_id),
    constraint subscription_cursors_subscription_id_fkey
      foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)
  );`;

// A charge is a line that waits for an invoice, or stands on one. Its identity is unique, so no
// period is charged twice. Of what it was made from nothing ever changes.
const charging = `
  create table invoices (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    customer_id uuid not null,
    currency text not null,
    status text collate "C" not null
      check (status in ('finalized', 'voided', 'uncollectible', 'draft')),
    series text collate "C",
    number text collate "C",
    issued_on date,
    due_on date,
    digest text,
    subtotal bigint not null,
    discount bigint not null,
    tax bigint not null,
    moved_to_balance bigint not null,
    total bigint not null,
    balance_applied bigint not null,
    amount_due bigint not null,
    amount_paid bigint not null,
    finalizes_at timestamptz(3),
    overdue_at timestamptz(3),
    finalized_at timestamptz(3),
    memo text,
    footer text,
    purchase_order text,
    metadata jsonb not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint invoices_customer_id_fkey
      foreign key (tenant_id, customer_id) references billing_accounts (tenant_id, customer_id),
    constraint invoices_number_key unique (tenant_id, number),
    check ((status = 'draft') = (number is null))
  );

  create table price_terms (
    tenant_id uuid not null references tenants (id),
    hash text collate "C" not null,
    terms jsonb not null,
    primary key (tenant_id, hash)
  );

  create table charges (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    subscription_id uuid,
    item_id uuid,
    price_id uuid,
    kind text collate "C" not null,
    part text collate "C" not null,
    cause text collate "C" not null,
    currency text not null,
    amount bigint not null,
    credited bigint not null,
    quantity text not null,
    description text not null,
    period_start date not null,
    period_end date not null,
    starts_at timestamptz(3) not null,
    ends_at timestamptz(3) not null,
    time_zone text not null,
    terms_hash text collate "C",
    derivation jsonb not null,
    corrects uuid,
    invoice_id uuid,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint charges_customer_id_fkey
      foreign key (tenant_id, customer_id) references billing_accounts (tenant_id, customer_id),
    constraint charges_subscription_id_fkey
      foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id),
    constraint charges_terms_hash_fkey
      foreign key (tenant_id, terms_hash) references price_terms (tenant_id, hash),
    constraint charges_credited_check
      check (credited between least(amount, 0) and greatest(amount, 0)),
    constraint charges_identity_key
      unique (tenant_id, item_id, kind, part, starts_at, cause)
  );`;

// What is issued never changes: rows of documents, lines, payments and balance transactions are
// added, and nobody may update or delete one (see the grants).
const invoicing = `
  create table invoice_documents (
    tenant_id uuid not null references tenants (id),
    invoice_id uuid not null,
    seller jsonb not null,
    buyer jsonb not null,
    issued_at timestamptz(3) not null,
    primary key (tenant_id, invoice_id),
    constraint invoice_documents_invoice_id_fkey
      foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
  );

  create table invoice_lines (
    tenant_id uuid not null references tenants (id),
    invoice_id uuid not null,
    ordinal integer not null,
    line_id uuid not null,
    discount bigint not null,
    tax bigint not null,
    total bigint not null,
    primary key (tenant_id, invoice_id, ordinal),
    constraint invoice_lines_invoice_id_fkey
      foreign key (tenant_id, invoice_id) references invoice_documents (tenant_id, invoice_id),
    constraint invoice_lines_line_id_fkey
      foreign key (tenant_id, line_id) references charges (tenant_id, id),
    constraint invoice_lines_line_id_key unique (tenant_id, line_id)
  );

  create table invoice_payments (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    invoice_id uuid not null,
    amount bigint not null check (amount > 0),
    paid_on date not null,
    reference text,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint invoice_payments_invoice_id_fkey
      foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
  );

  create table number_series (
    tenant_id uuid not null references tenants (id),
    series text collate "C" not null,
    last_number bigint not null,
    last_issued_on date not null,
    primary key (tenant_id, series)
  );

  create table balances (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    currency text collate "C" not null,
    amount bigint not null check (amount >= 0),
    primary key (tenant_id, customer_id, currency),
    constraint balances_customer_id_fkey
      foreign key (tenant_id, customer_id) references billing_accounts (tenant_id, customer_id)
  );

  create table balance_transactions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    currency text collate "C" not null,
    amount bigint not null,
    balance_after bigint not null,
    kind text collate "C" not null,
    reason text,
    invoice_id uuid,
    created_at timestamptz(3) not null,
    primary key (tenant_id, id),
    constraint balance_transactions_customer_id_fkey
      foreign key (tenant_id, customer_id) references billing_accounts (tenant_id, customer_id)
  );

  create table billing_issues (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    customer_id uuid not null,
    code text collate "C" not null,
    detail text not null,
    moment timestamptz(3) not null,
    created_at timestamptz(3) not null,
    resolved_at timestamptz(3),
    primary key (tenant_id, id),
    constraint billing_issues_customer_id_fkey
      foreign key (tenant_id, customer_id) references billing_accounts (tenant_id, customer_id)
  );`;

const indexes = `
  create index billing_accounts_due_idx on billing_accounts (due_at, tenant_id, customer_id)
    where is_live and parked_at is null;
  create index billing_accounts_tenant_due_idx on billing_accounts (tenant_id, due_at, customer_id)
    where parked_at is null;
  create index subscriptions_customer_idx on subscriptions (tenant_id, customer_id, id);
  create index subscriptions_plan_idx on subscriptions (tenant_id, plan_id, id);
  create unique index subscriptions_external_id_key on subscriptions (tenant_id, external_id)
    where external_id is not null;
  create index subscription_cursors_customer_idx on subscription_cursors (tenant_id, customer_id);
  create index invoices_customer_idx on invoices (tenant_id, customer_id, id);
  create index invoices_status_idx on invoices (tenant_id, status, id);
  create index invoices_pending_idx on invoices (tenant_id, customer_id)
    where finalizes_at is not null or overdue_at is not null;
  create index charges_invoice_idx on charges (tenant_id, invoice_id) where invoice_id is not null;
  create index charges_unbilled_idx on charges (tenant_id, customer_id) where invoice_id is null;
  create index charges_subscription_idx on charges (tenant_id, subscription_id, ends_at);
  create index charges_corrects_idx on charges (tenant_id, corrects) where corrects is not null;
  create index invoice_payments_invoice_idx on invoice_payments (tenant_id, invoice_id);
  create index balance_transactions_customer_idx
    on balance_transactions (tenant_id, customer_id, id);
  create index billing_issues_open_idx on billing_issues (tenant_id, id)
    where resolved_at is null;
  create index billing_issues_customer_idx on billing_issues (tenant_id, customer_id)
    where resolved_at is null;`;

// Plans that are on offer, or were, get their first version. It shares the plan's 128 bits. The
// owner of the tables is behind the tenants' policies too, as long as these are forced on them.
const firstVersions = `
  alter table plans no force row level security;

  insert into plan_versions (tenant_id, id, plan_id, number, currency, interval_unit,
      interval_count, trial_days, prices, published_at)
    select tenant_id, id, id, 1, currency, interval_unit, interval_count, trial_days, prices,
      activated_at
    from plans where activated_at is not null;

  alter table plans force row level security;`;

const tenantFence = 'tenant_id = current_tenant_id()';

const fences = `
${tables
  .map(
    (table) => `
  alter table ${table} enable row level security;

  alter table ${table} force row level security;

  create policy tenant on ${table}
    using (${tenantFence}) with check (${tenantFence});
`,
  )
  .join('')}
  create policy bill on billing_accounts for select to billing_app
    using (current_purpose() = 'bill' and is_live);`;

const grants = `
  grant select, insert on plan_versions, price_terms, invoice_documents, invoice_lines,
    invoice_payments, balance_transactions, charges to billing_app;

  grant update (invoice_id, credited) on charges to billing_app;

  grant select, insert, update on billing_accounts, subscriptions, subscription_cursors, invoices,
    number_series, balances, billing_issues to billing_app;`;
