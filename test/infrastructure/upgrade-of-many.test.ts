import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { expect, inject, test } from 'vitest';
import { invoiceUseCases } from '#application/invoicing/use-cases.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { pdfInvoiceRenderer } from '#infrastructure/pdf/pdf-invoice-renderer.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { allMigrations } from '#infrastructure/typeorm/schema/all-migrations.ts';
import { migrate } from '#infrastructure/typeorm/schema/migrate.ts';
import { buildContext } from '../../src/testing/builders.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import type { Shop } from '../billing/shop.ts';
import { shopsOnPostgres } from '../billing/shop.ts';
import { asAdmin, urlOfDatabase } from '../support/admin.ts';
import type { Migration } from '../support/owner-databases.ts';
import { applyMigrations, ownerDatabases } from '../support/owner-databases.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

// The oldest schema with subscriptions, full of them, migrated to that of this release. The rows
// are those of a tenant that the product made, copied for each of many tenants: all keys are within
// a tenant, so that everything stays as it was. `UPGRADE_SUBSCRIPTIONS=100000 npx vitest run
// test/infrastructure/upgrade-of-many.test.ts` says how long each migration takes with so many, and
// which tables nobody writes meanwhile.

const wanted = Number(process.env['UPGRADE_SUBSCRIPTIONS'] ?? 24);
const isLong = process.env['UPGRADE_SUBSCRIPTIONS'] !== undefined;
const subscribers = isLong ? 100 : 8;
const tenants = Math.ceil(wanted / subscribers);

const { ownDatabase } = ownerDatabases();
const shops = shopsOnPostgres();

const first = allMigrations.findIndex(({ name }) => name.startsWith('Billing1765'));
const [before, after] = [allMigrations.slice(0, first + 1), allMigrations.slice(first + 1)];

/** The tables that are copied, in the order of their references. */
const copied = [
  'tenants',
  'customers',
  'products',
  'plans',
  'plan_versions',
  'billing_accounts',
  'subscriptions',
  'subscription_cursors',
  'invoices',
  'price_terms',
  'charges',
  'invoice_documents',
  'invoice_lines',
  'number_series',
  'search_tokens',
] as const;

/** A tenant of whose customers each was billed for two months. */
const openShop = async (): Promise<Shop> => {
  shops.setTime('2026-01-01T00:00:00Z');
  const shop = await shops.open({ customers: subscribers });
  const { context, plan, customerIds } = shop;
  for (const customerId of customerIds) {
    await shop.subscriptions.create.execute(context, { customerId, planId: plan.planId });
  }
  await run(shop, '2026-02-01T00:00:00Z');
  return shop;
};

const run = async (shop: Shop, time: string): Promise<void> => {
  shops.setTime(time);
  while ((await shop.run.execute(shop.context)).accounts > 0);
  expect(shop.failures).toEqual([]);
};

const asSuperuser = (url: string): string =>
  urlOfDatabase(inject('adminUrl'), new URL(url).pathname.slice(1));

const copyId = `('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
const contextOfCopy = (number: number): RequestContext => {
  const digits = number.toString(16).padStart(12, '0');
  return buildContext(idFromUuid('ten', `01900000-0000-7000-8000-${digits}`));
};

/** Copies the rows of a shop for each of many tenants, as far as the older schema knows them. */
const copyRows = async (shop: Shop, to: string): Promise<void> => {
  const tenantId = uuidOf(shop.context.tenantId);
  await asAdmin(to, async (client) => {
    for (const table of copied) {
      const key = table === 'tenants' ? 'id' : 'tenant_id';
      const rows = await asAdmin(shops.url(), async (source) => {
        const text = `select to_jsonb(t) as row from ${table} t where ${key} = $1`;
        return (await source.query<{ row: object }>(text, [tenantId])).rows;
      });
      const found = await client.query<{ name: string }>(columnsOf, [table]);
      const columns = found.rows.map(({ name }) => name);
      const values = columns.map((column) => (column === key ? copyId : `r.${column}`));
      await client.query(
        `insert into ${table} (${columns.join()}) select ${values.join()}
          from generate_series(1, $2::integer) n,
            jsonb_populate_recordset(null::${table}, $1::jsonb) r`,
        [JSON.stringify(rows.map(({ row }) => row)), tenants],
      );
    }
    // There was no such choice.
    await client.query(`update subscriptions set policy = policy - 'lateUsage'`);
    await client.query('analyze');
  });
};

const columnsOf = `select attname::text as name from pg_attribute
  where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''`;

const countsIn = (url: string): Promise<object> =>
  asAdmin(url, async (client) => {
    const counts = copied.map((table) => `(select count(*) from ${table})::integer as ${table}`);
    return (await client.query<object>(`select ${counts.join()}`)).rows[0] ?? {};
  });

interface Observed {
  readonly name: string;
  readonly milliseconds: number;
  /** The tables of the copied ones that nobody wrote until the migration was committed. */
  readonly held: readonly string[];
}

const heldBy = `select distinct c.relname::text as name from pg_locks l
  join pg_class c on c.oid = l.relation
  where l.pid = pg_backend_pid() and c.relname = any ($1) and l.mode in
    ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
  order by 1`;

/** The same migration, which tells how long it took and what it held. */
const observed = (Migrating: Migration, observe: (seen: Observed) => void): Migration =>
  class implements MigrationInterface {
    readonly name = new Migrating().name ?? '';

    async up(runner: QueryRunner): Promise<void> {
      const beganAt = performance.now();
      await new Migrating().up(runner);
      const milliseconds = Math.round(performance.now() - beganAt);
      const held = (await runner.query(heldBy, [copied])) as readonly { name: string }[];
      observe({ name: this.name, milliseconds, held: held.map(({ name }) => name) });
    }

    async down(runner: QueryRunner): Promise<void> {
      await new Migrating().down(runner);
    }
  };

const everything = { limit: 1000, after: null };

/** All that is shown of a tenant's billing. */
const shownIn = ({ reads }: Pick<StorageHarness, 'reads'>, context: RequestContext) =>
  reads.read(context, async ({ customers, plans, subscriptions, invoices, billingRuns }) => {
    const listed = await invoices.list({}, everything);
    const found = await subscriptions.list({}, everything);
    const timelines = [];
    for (const { id } of found) timelines.push(await subscriptions.charges(id, everything));
    const documents = [];
    for (const { id } of listed) documents.push(await invoices.find(id));
    return {
      found,
      timelines,
      documents,
      standing: await billingRuns.standing(),
      customers: await customers.list({ search: 'globex' }, everything),
      plans: await plans.list({}, everything),
    };
  });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const portsOf = ({ unitOfWork, reads }: StorageHarness) => ({
  unitOfWork,
  reads,
  hash: sha256,
  invoiceRenderer: pdfInvoiceRenderer(),
});

/** The content of the invoices that there are, without ids and times. */
const issuedIn = async (storage: Pick<StorageHarness, 'reads'>, context: RequestContext) =>
  (await shownIn(storage, context)).documents
    .map((document) => [
      document?.number,
      document?.issuedOn,
      document?.total,
      document?.lines.map(({ description, amount }) => [description, amount]),
    ])
    .toSorted((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1));

/** Migrates to the schema of this release, and tells what each migration took. */
const upgrade = async (url: string): Promise<readonly Observed[]> => {
  const seen: Observed[] = [];
  const observing = after.map((migration) => observed(migration, (it) => seen.push(it)));
  await applyMigrations(url, [...before, ...observing]);
  // The tables of the queues are part of the schema, too.
  expect(await migrate(url)).toEqual([]);
  if (isLong) for (const one of seen) process.stdout.write(`${JSON.stringify(one)}\n`);
  return seen;
};

/** Has the next month billed in a copy as in the shop it is of. */
const expectToGoOn = async (storage: StorageHarness, shop: Shop): Promise<void> => {
  const march = '2026-03-01T00:00:00Z';
  await run(shop, march);
  storage.clock.set(parseInstant(march));
  const due = await storage.dueAccounts.tenants(parseInstant(march), 10 * tenants);
  expect(due).toHaveLength(tenants);
  const context = contextOfCopy(tenants);
  const failures: unknown[] = [];
  const billing = new RunBilling({ ...portsOf(storage), failed: (it) => failures.push(it) });
  while ((await billing.execute(context)).accounts > 0);
  expect(failures).toEqual([]);
  expect(await issuedIn(storage, context)).toEqual(await issuedIn(shop, shop.context));
  const { verify } = invoiceUseCases(portsOf(storage));
  const invoices = 3 * subscribers;
  expect(await verify.execute(context, {})).toMatchObject({ invoices, faults: [] });
};

test(
  'all that was billed is there after the upgrade, proves itself, and goes on',
  async () => {
    const shop = await openShop();
    const url = await ownDatabase();
    await applyMigrations(url, before);
    await copyRows(shop, asSuperuser(url));
    const counts = await countsIn(asSuperuser(url));
    expect(counts).toMatchObject({ tenants, subscriptions: tenants * subscribers });

    const seen = await upgrade(url);

    expect(seen.map(({ name }) => name)).toEqual(after.map(({ name }) => name));
    expect(await countsIn(asSuperuser(url))).toEqual(counts);
    const database = await openDatabase({ url, poolMax: 2 });
    try {
      const storage = await openPostgresStorage(database);
      storage.clock.set(parseInstant('2026-02-01T00:00:00Z'));
      const expected = await shownIn(shop, shop.context);
      expect(expected.documents).toHaveLength(2 * subscribers);
      for (const number of [1, Math.ceil(tenants / 2), tenants]) {
        expect(await shownIn(storage, contextOfCopy(number))).toEqual(expected);
      }
      const { verify } = invoiceUseCases(portsOf(storage));
      for (let number = 1; number <= tenants; number += 1) {
        const verified = await verify.execute(contextOfCopy(number), {});
        expect(verified).toMatchObject({ invoices: 2 * subscribers, faults: [] });
      }
      await expectToGoOn(storage, shop);
    } finally {
      await database.close();
    }
  },
  isLong ? 3_600_000 : 120_000,
);
