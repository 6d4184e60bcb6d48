import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { PlanVersionFacts } from '#domain/catalog/plan-version.ts';
import { firstVersionOf, PublishedPlanVersion } from '#domain/catalog/plan-version.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import {
  buildContext,
  buildPlan,
  buildProduct,
  nextDay,
  someday,
} from '../../src/testing/builders.ts';
import type { StorageHarness, TenantUnderTest } from '../../src/testing/harness.ts';
import { storageUnderTest } from '../../src/testing/harness.ts';
import {
  buildVersion,
  offered,
  requireDraft,
  saveVersion,
} from '../../src/testing/plan-version-builders.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { watchStatements } from '../support/watched-statements.ts';

// A published version is read from PostgreSQL once in the life of a process.

const fresh = freshDatabase();
const other = freshDatabase();
const asked: string[] = [];
watchStatements(({ name }) => {
  if (name?.startsWith('plan_versions.find-all') === true) asked.push(name);
});
const opened: Database[] = [];
const openOn = async (url: string): Promise<StorageHarness> => {
  const database = await openDatabase({ url, poolMax: 4 });
  opened.push(database);
  return openPostgresStorage(database);
};
const { createTenant } = storageUnderTest(() => openOn(fresh.url()));
let elsewhere: StorageHarness;
beforeAll(async () => {
  elsewhere = await openOn(other.url());
});
afterAll(async () => {
  await elsewhere.close();
  for (const database of opened) await database.close();
});

type AtHand = TenantUnderTest<CatalogRepositories, unknown>;

const find = ({ run }: Pick<AtHand, 'run'>, ...ids: readonly PlanVersionFacts['id'][]) =>
  run(({ planVersions }) => planVersions.find(ids));

test('it is read once, and those that were not read yet beside it', async () => {
  const tenant = await createTenant();
  const { plan, first } = await offered(tenant);
  const second = await saveVersion(
    tenant,
    requireDraft(await saveVersion(tenant, buildVersion(plan, 2))).publish(nextDay),
  );
  asked.length = 0;

  const alone = await find(tenant, first.facts.id);
  const again = await find(tenant, first.facts.id);
  const both = await find(tenant, second.facts.id, first.facts.id);
  const bothAgain = await find(tenant, first.facts.id, second.facts.id);

  expect(again).toEqual(alone);
  expect(new Set(both.map(({ number }) => number))).toEqual(new Set([1, 2]));
  expect(bothAgain).toHaveLength(2);
  expect(asked).toHaveLength(2);
});

test('a draft is not remembered as none', async () => {
  const tenant = await createTenant();
  const { plan } = await offered(tenant);
  const draft = await saveVersion(tenant, buildVersion(plan, 2));

  const before = await find(tenant, draft.facts.id);
  await saveVersion(tenant, requireDraft(draft).publish(nextDay));

  expect(before).toEqual([]);
  expect(await find(tenant, draft.facts.id)).toHaveLength(1);
});

test('one that a run published and took back was never there', async () => {
  const tenant = await createTenant();
  const { plan } = await offered(tenant);
  const draft = requireDraft(await saveVersion(tenant, buildVersion(plan, 2)));

  const failing = tenant.run(async ({ planVersions }) => {
    await planVersions.save(draft.publish(nextDay));
    const [seen] = await planVersions.find([draft.facts.id]);
    throw new Error(`Version ${String(seen?.number)} is taken back.`);
  });

  await expect(failing).rejects.toThrow('Version 2 is taken back.');
  expect(await find(tenant, draft.facts.id)).toEqual([]);
});

test('another tenant does not find it', async () => {
  const [tenant, stranger] = [await createTenant(), await createTenant()];
  const { first } = await offered(tenant);
  await find(tenant, first.facts.id);

  expect(await find(stranger, first.facts.id)).toEqual([]);
});

test('another database of the process has its own, under the same ids', async () => {
  const tenant = await createTenant();
  const { plan, first } = await offered(tenant);
  const { unitOfWork } = elsewhere;
  const context = buildContext(tenant.id);
  const twin = Tenant.create(tenant.id, { name: 'Copy', mode: 'live' }, someday);
  await unitOfWork.run(context, ({ tenants }) => tenants.save(twin));
  await find(tenant, first.facts.id);

  const absent = await find({ run: (work) => unitOfWork.run(context, work) }, first.facts.id);
  const planThere = await unitOfWork.run(context, async ({ products, plans, planVersions }) => {
    const product = await products.save(buildProduct());
    const offeredThere = buildPlan(product.facts.id).activate(someday);
    await plans.save(offeredThere);
    const { facts } = firstVersionOf(offeredThere);
    await planVersions.save(new PublishedPlanVersion({ ...facts, id: first.facts.id }));
    return offeredThere.facts.id;
  });
  const there = await find({ run: (work) => unitOfWork.run(context, work) }, first.facts.id);
  const here = await find(tenant, first.facts.id);

  expect(absent).toEqual([]);
  expect(there.map(({ planId }) => planId)).toEqual([planThere]);
  expect(here.map(({ planId }) => planId)).toEqual([plan.facts.id]);
});
