import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { gathered } from '../support/module-fixtures.ts';
import { tenancyFaults, tenantTables } from './schema-catalog.ts';

const fresh = freshDatabase();
let client: Client;

beforeAll(async () => {
  client = new Client({ connectionString: fresh.url() });
  await client.connect();
});
afterAll(() => client.end());

test('every table of tenant data is fenced, and keyed by its tenant', async () => {
  const tables = await tenantTables(client);

  const expected = [
    ...Object.keys(gathered.tables),
    'balance_transactions',
    'balances',
    'billing_accounts',
    'billing_issues',
    'charges',
    'invoice_documents',
    'invoice_lines',
    'invoice_payments',
    'invoice_verifications',
    'invoices',
    'number_series',
    'plan_migration_subscriptions',
    'plan_migrations',
    'plan_versions',
    'price_terms',
    'subscription_changes',
    'subscription_cursors',
    'subscriptions',
    'api_keys',
    'audit_chains',
    'audit_entries',
    'audit_verifications',
    'event_failures',
    'event_positions',
    'idempotency_keys',
    'invitations',
    'memberships',
    'plans',
    'products',
    'search_tokens',
    'sessions',
    'tenant_logos',
    'test_clocks',
    'user_tenants',
    'webhook_deliveries',
    'webhook_endpoints',
  ];
  expect(tables.map(({ name }) => name)).toEqual(expected.toSorted());
  expect(await tenancyFaults(client)).toEqual([]);
});

test('the months of usage are fenced, and keyed by their tenant, as their table is', async () => {
  await client.query('begin');
  await client.query(`select prepare_usage_partition(date '2031-01-15')`);

  const months = (await tenantTables(client)).filter(({ partition }) => partition);
  const faults = await tenancyFaults(client);
  await client.query('rollback');

  expect(months.map(({ name }) => name)).toContain('usage_events_2031_01');
  expect(faults).toEqual([]);
});

test('the tables of tenants and people are fenced, too', async () => {
  const { rows } = await client.query(`
    select relname as name, relrowsecurity and relforcerowsecurity as forced,
      exists (select from pg_policy where polrelid = pg_class.oid) as policed
    from pg_class where relname in ('tenants', 'users') order by 1`);

  expect(rows).toEqual([
    { name: 'tenants', forced: true, policed: true },
    { name: 'users', forced: true, policed: true },
  ]);
});

test('the application owns and bypasses nothing, and cannot rewrite the past', async () => {
  const { rows } = await client.query(`
    select rolsuper, rolbypassrls, rolcreaterole, rolcanlogin,
      exists (select from pg_class where relowner = r.oid) as owns,
      has_table_privilege(r.oid, 'audit_entries', 'insert, update, delete, truncate')
        as rewrites_events,
      has_table_privilege(r.oid, 'customers', 'truncate, trigger, references') as goes_around
    from pg_roles r where rolname = 'billing_app'`);

  expect(rows).toEqual([
    {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcanlogin: false,
      owns: false,
      rewrites_events: false,
      goes_around: false,
    },
  ]);
});

test('the application may do to each table what it does, and no more', async () => {
  const { rows } = await client.query<{ name: string; may: string }>(`
    select table_name as name,
      string_agg(lower(privilege_type), ', ' order by privilege_type) as may
    from information_schema.role_table_grants
    where grantee = 'billing_app' and table_schema = 'public' group by 1 order by 1`);

  const everything = 'delete, insert, select, update';
  expect(Object.fromEntries(rows.map(({ name, may }) => [name, may]))).toEqual({
    api_keys: everything,
    balance_transactions: 'insert, select',
    balances: 'insert, select, update',
    billing_accounts: 'insert, select, update',
    billing_issues: 'insert, select, update',
    charges: 'delete, insert, select',
    invoice_documents: 'insert, select',
    invoice_lines: 'insert, select',
    invoice_payments: 'insert, select',
    invoices: everything,
    invoice_verifications: 'insert, select, update',
    number_series: 'insert, select, update',
    plan_migration_subscriptions: 'insert, select',
    plan_migrations: 'insert, select, update',
    plan_versions: everything,
    tenant_logos: 'insert, select',
    price_terms: 'insert, select',
    subscription_changes: 'insert, select',
    subscription_cursors: 'insert, select, update',
    subscriptions: 'insert, select, update',
    audit_chains: 'select',
    audit_entries: 'select',
    audit_verifications: 'insert, select, update',
    event_failures: everything,
    event_positions: 'insert, select, update',
    idempotency_keys: everything,
    invitations: everything,
    memberships: everything,
    migrations: 'select',
    plans: everything,
    products: everything,
    search_tokens: 'delete, insert, select',
    sessions: everything,
    signing_keys: 'delete, insert, select',
    tenants: 'insert, select',
    test_clocks: 'insert, select, update',
    user_tenants: everything,
    users: 'insert, select, update',
    webhook_deliveries: everything,
    webhook_endpoints: everything,
    ...gathered.tables,
  });
});

test('the application may change all of a tenant but what it is, and its mode', async () => {
  const { rows } = await client.query<{ name: string }>(`
    select a.attname as name from pg_attribute a
    where a.attrelid = 'tenants'::regclass and a.attnum > 0 and not a.attisdropped
      and not has_column_privilege('billing_app', a.attrelid, a.attnum, 'update')
    order by 1`);

  expect(rows.map(({ name }) => name)).toEqual(['id', 'mode']);
});

test('the application deletes only drafts of billing, and keys that ended', async () => {
  const { rows } = await client.query<{ name: string; rule: string }>(`
    select polrelid::regclass::text as name, pg_get_expr(polqual, polrelid) as rule
    from pg_policy where not polpermissive and polcmd = 'd' order by 1`);

  expect(rows).toEqual([
    {
      name: 'charges',
      rule:
        "((kind = 'manual'::text) OR ((kind = ANY (ARRAY['usage'::text, 'commitment'::text])) " +
        "AND ((derivation -> 'counted'::text) = 'null'::jsonb)))",
    },
    { name: 'invoices', rule: '(number IS NULL)' },
    { name: 'plan_versions', rule: '(published_at IS NULL)' },
    {
      name: 'usage_keys',
      rule: "(expires_on < (date_trunc('month'::text, (now() AT TIME ZONE 'UTC'::text)))::date)",
    },
  ]);
});

test('the application notes of a charge only where it stands and what is credited', async () => {
  const { rows } = await client.query<{ name: string }>(`
    select a.attname as name from pg_attribute a
    where a.attrelid = 'charges'::regclass and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('billing_app', a.attrelid, a.attnum, 'update')
    order by 1`);

  expect(rows.map(({ name }) => name)).toEqual(['credited', 'invoice_id']);
});

test('the application changes of an event of usage only its cancellation and its end', async () => {
  const { rows } = await client.query<{ name: string }>(`
    select a.attrelid::regclass::text || '.' || a.attname as name from pg_attribute a
    where a.attrelid in ('usage_events'::regclass, 'usage_keys'::regclass) and a.attnum > 0
      and has_column_privilege('billing_app', a.attrelid, a.attnum, 'update')
    order by 1`);

  expect(rows.map(({ name }) => name)).toEqual([
    'usage_events.cancel_reason',
    'usage_events.cancelled_at',
    'usage_events.cancelled_position',
    'usage_events.expires_on',
    'usage_keys.expires_on',
  ]);
});

test('what works as the owner has its own search path, and is not for everybody', async () => {
  const { rows } = await client.query(`
    select proname as name, array_to_string(proconfig, '') as settings,
      (select count(*)::integer from aclexplode(proacl) where grantee = 0) as everybody
    from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
    order by proname`);

  expect(rows).toEqual([
    { name: 'append_audit_entries', settings: 'search_path=public, pg_temp', everybody: 0 },
    { name: 'drop_usage_partitions', settings: 'search_path=public, pg_temp', everybody: 0 },
    { name: 'prepare_usage_partition', settings: 'search_path=public, pg_temp', everybody: 0 },
    { name: 'settle_events', settings: 'search_path=public, pg_temp', everybody: 0 },
  ]);
});

test.each([
  ['drop policy tenant on customers', 'customers: no policy'],
  ['alter table plans no force row level security', 'plans: no forced RLS'],
  [
    'create table leaky (tenant_id uuid, id uuid primary key)',
    'leaky: unique index leaky_pkey does not start with tenant_id',
  ],
  [
    `alter table plans add column owner uuid,
       add constraint owned foreign key (owner) references users`,
    'plans: foreign key owned may cross tenants',
  ],
  [
    'create policy wide on plans using (tenant_id = (select current_tenant_id()))',
    'plans: policy wide has a sub-select',
  ],
  [
    'alter table plans add constraint of_tenant foreign key (tenant_id) references tenants',
    undefined,
  ],
  [
    `create unique index codes on products (code)`,
    'products: unique index codes does not start with tenant_id',
  ],
  [
    `alter table customers add constraint lone unique (tenant_id, id, name);
     create table other (tenant_id uuid, id uuid, product uuid, primary key (tenant_id, id));
     alter table products add constraint alone unique (id);
     alter table other add constraint stray foreign key (product) references products (id)`,
    'other: foreign key stray may cross tenants',
  ],
])('the check itself sees a hole: %s', async (hole, fault) => {
  await client.query('begin');
  try {
    await client.query(hole);

    const faults = await tenancyFaults(client);

    if (fault === undefined) expect(faults).toEqual([]);
    else expect(faults).toContain(fault);
  } finally {
    await client.query('rollback');
  }
});
