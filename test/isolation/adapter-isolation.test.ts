import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { instantOf, later } from '#domain/shared/time.ts';
import type { Composition } from '#infrastructure/composition/compose.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import { openStorage } from '#infrastructure/composition/storage.ts';
import { JobSender } from '#infrastructure/jobs/job-sender.ts';
import { ServerClock } from '#infrastructure/system/server-clock.ts';
import { SystemClock } from '#infrastructure/system/system-clock.ts';
import { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { openQueries, openRepositories } from '#infrastructure/typeorm/repositories.ts';
import { TypeOrmUnitOfWork } from '#infrastructure/typeorm/transactions/unit-of-work.ts';
import { freshDatabase } from '../support/database.ts';
import { scopedOtherwise } from './adapter-probes.ts';
import type { Effect, Target } from './adapter-walk.ts';
import {
  effectOf,
  everyTarget,
  marksOf,
  probeOf,
  rowsOf,
  sealer,
  sealingKey,
} from './adapter-walk.ts';
import { tablesInUse } from './schema-catalog.ts';
import type { Things } from './tenant-things.ts';
import { thingsOf } from './tenant-things.ts';
import type { FullTenant } from './two-tenants.ts';
import { createFullTenant, missPeriodsIn } from './two-tenants.ts';

// The first fence alone: row-level security is off, and only the statements keep tenants apart.

const fresh = freshDatabase();
let composition: Composition;
let database: Database;
let acme: FullTenant;
let other: FullTenant;
let tables: readonly string[] = [];
/** The names of what a storage hands out. */
let ports: readonly string[] = [];

const storageNeeds = {
  ids: new UuidV7Ids(),
  clock: new SystemClock(),
  sealer,
  tell: () => undefined,
  jobFailed: () => undefined,
  migrates: false,
  signal: undefined,
};

const open = () =>
  new TypeOrmUnitOfWork(
    database,
    {
      ...storageNeeds,
      clock: ServerClock.trusting(storageNeeds.clock),
      jobSender: new JobSender(database.pool),
    },
    { openRepositories, openQueries },
  );

beforeAll(async () => {
  composition = await compose({
    storage: { databaseUrl: fresh.url(), poolMax: 2 },
    encryptionKeys: [sealingKey],
  });
  acme = await createFullTenant(composition.useCases, 'acme');
  other = await createFullTenant(composition.useCases, 'other');
  for (const tenant of [acme, other]) await missPeriodsIn(composition.operations.billing, tenant);
  const storage = await openStorage({ databaseUrl: fresh.url(), poolMax: 1 }, storageNeeds);
  ports = Object.keys(storage);
  await storage.close();
  // Opened while the fence still stands: afterwards the start would be refused.
  database = await openDatabase({ url: fresh.url(), poolMax: 2 });
  const owner = new Client({ connectionString: fresh.url() });
  await owner.connect();
  tables = (await tablesInUse(owner)).map(({ name }) => name);
  for (const name of [...tables, 'tenants', 'users'])
    await owner.query(`alter table ${name} disable row level security`);
  await owner.end();
});
afterAll(async () => {
  await database.close();
  await composition.close();
});

const everything = { limit: 100, after: null };

const listsOf = (context: RequestContext) =>
  open().read(context, async ({ users, invitations, customers, products, plans, tenants }) => ({
    tenants: [(await tenants.find())?.name],
    users: (await users.list({}, everything)).map(({ email }) => email),
    invitations: (await invitations.list(everything, instantOf(0))).map(({ email }) => email),
    customers: (await customers.list({}, everything)).map(({ id }) => id),
    found: (await customers.list({ search: 'shared' }, everything)).map(({ id }) => id),
    byEmail: (await customers.list({ email: 'shared@customer.example' }, everything)).length,
    products: (await products.list({}, everything)).length,
    plans: (await plans.list({ status: 'all', search: 'team' }, everything)).length,
  }));

describe('the adapters alone', () => {
  test('row-level security is really off', async () => {
    const { rows } = await database.pool.query('select count(*)::int as n from customers');

    expect(rows).toEqual([{ n: 2 }]);
  });

  test('list what is of the one tenant, and nothing else', async () => {
    const lists = await listsOf(acme.context);

    expect(lists).toEqual({
      tenants: ['acme'],
      users: ['admin@acme.example'],
      invitations: ['guest@acme.example'],
      customers: [acme.customerId],
      found: [acme.customerId],
      byEmail: 1,
      products: 1,
      plans: 1,
    });
  });

  test('find nothing of another tenant by its id', async () => {
    const mine = await open().read(acme.context, async ({ customers, products, plans, users }) => {
      const [customer] = await customers.list({}, everything);
      const [product] = await products.list({}, everything);
      const [plan] = await plans.list({}, everything);
      const [user] = await users.list({}, everything);
      if (!customer || !product || !plan || !user) throw new Error('The tenant is not full.');
      return { customer: customer.id, product: product.id, plan: plan.id, user: user.id };
    });

    const read = await open().read(other.context, async ({ customers, products, plans, users }) => [
      await customers.find(mine.customer),
      await products.find(mine.product),
      await plans.find(mine.plan),
      await users.find(mine.user),
    ]);
    const loaded = await open().run(other.context, async (repositories) => [
      await repositories.customers.find(mine.customer),
      await repositories.products.find(mine.product),
      await repositories.plans.find(mine.plan),
      await repositories.memberships.findByUser(mine.user),
    ]);

    expect([...read, ...loaded]).toEqual(Array.from({ length: 8 }, () => undefined));
  });

  test('change and remove nothing of another tenant', async () => {
    const customer = await open().run(acme.context, async ({ customers }) => {
      const [view] = await open().read(acme.context, (queries) =>
        queries.customers.list({}, everything),
      );
      return view && customers.find(view.id);
    });
    if (customer === undefined) throw new Error('The tenant is not full.');
    const now = later(customer.facts.updatedAt, 1);

    const change = open().run(other.context, ({ customers }) =>
      customers.save(customer.change({ name: 'Stolen' }, now)),
    );
    const removal = open().run(other.context, ({ customers }) =>
      customers.delete(customer.delete(now)),
    );

    await Promise.all([
      expect(change).rejects.toThrow(VersionMismatch),
      expect(removal).rejects.toThrow(VersionMismatch),
    ]);
    expect((await listsOf(acme.context)).customers).toEqual([customer.facts.id]);
  });
});

describe('every adapter alone', () => {
  let things: Things;
  /** Texts that only Acme's rows have in them. */
  let marks: readonly string[] = [];

  beforeAll(async () => {
    things = await thingsOf(open(), acme);
    const rows = async ({ context }: FullTenant) => rowsOf(database.pool, context.tenantId, tables);
    // Texts like the answer that is kept are sealed in the rows.
    marks = [...marksOf(await rows(acme), await rows(other)), 'acme'];
  });

  const nameOf = ({ door, adapter, method }: Target) => `${door}.${adapter}.${method}`;
  const tenantScoped = everyTarget().filter(
    (target) =>
      scopedOtherwise[nameOf(target)] === undefined &&
      scopedOtherwise[`${target.door}.${target.adapter}`] === undefined,
  );
  const touches = ({ told, isChange }: Effect): boolean =>
    isChange || marks.some((mark) => told.includes(mark));
  const effectIn = ({ context }: FullTenant, target: Target): Promise<Effect> =>
    effectOf(target, { database, tenantId: context.tenantId }, things, tables);

  test('has a probe for each of its methods', () => {
    const without = tenantScoped.filter((target) => probeOf(target) === undefined);

    expect(tenantScoped.length).toBeGreaterThan(40);
    expect(without.map(nameOf)).toEqual([]);
  });

  test.each(tenantScoped.map((target) => [nameOf(target), target] as const))(
    '%s does nothing to another tenant',
    async (_, target) => {
      const atHome = await effectIn(acme, target);
      const elsewhere = await effectIn(other, target);

      expect([touches(atHome), touches(elsewhere)]).toEqual([true, false]);
    },
  );

  test('is among those that a storage hands out; the others say what fences them', () => {
    const known = [
      'unitOfWork',
      'reads',
      'idempotencyRecords',
      ...Object.keys(scopedOtherwise).filter((name) => !name.includes('.')),
    ];

    expect(ports.toSorted()).toEqual(known.toSorted());
  });
});
