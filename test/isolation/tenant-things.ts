import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { instantOf, later } from '#domain/shared/time.ts';
import { buildProduct } from '../../src/testing/builders.ts';
import type { ModuleThings } from '../support/module-fixtures.ts';
import { allModuleFixtures } from '../support/module-fixtures.ts';
import { billingThingsOf } from './billing-probes.ts';
import type { FullTenant } from './two-tenants.ts';

const everything = { limit: 100, after: null };

type Work = UnitOfWork<AllRepositories> & ReadAccess<AllQueries>;

/** One of everything that a tenant has, as its own repositories find it, and an unused product. */
export type Things = Awaited<ReturnType<typeof thingsOf>>;

export const thingsOf = async (work: Work, { context, idempotency }: FullTenant) => {
  const unused = await work.run(context, ({ products }) => products.save(buildProduct()));
  const seen = await work.read(context, async (queries) => ({
    user: only(await queries.users.list({}, everything)),
    invitation: only(await queries.invitations.list(everything, instantOf(0))),
    apiKey: only(await queries.apiKeys.list(everything)),
    customer: only(await queries.customers.list({}, everything)),
    product: only(await queries.products.list({ search: 'crm' }, everything)),
    plan: only(await queries.plans.list({ status: 'all' }, everything)),
    endpoint: only(await queries.webhookEndpoints.list(everything)),
    delivery: (await queries.webhookDeliveries.list({}, everything))[0],
    entry: (await queries.auditEntries.list({}, everything))[0],
    event: (await queries.events.since(instantOf(0), null, 100))[0],
  }));
  const stored = await work.run(context, async (repositories) => ({
    tenant: await repositories.tenants.find(),
    clock: await repositories.testClocks.find(),
    membership: await repositories.memberships.findByUser(seen.user.id),
    administrators: await repositories.memberships.administrators(),
    invitation: await repositories.invitations.find(seen.invitation.id),
    session: only(await repositories.sessions.ofUser(seen.user.id)),
    person: await repositories.users.find(seen.user.id),
    apiKey: await repositories.apiKeys.find(seen.apiKey.id),
    customer: await repositories.customers.find(seen.customer.id),
    product: await repositories.products.find(seen.product.id),
    plan: await repositories.plans.find(seen.plan.id),
    endpoint: await repositories.webhookEndpoints.find(seen.endpoint.id),
    delivery: await repositories.webhookDeliveries.find(there(seen.delivery).id),
  }));
  const now = later(there(stored.customer).facts.updatedAt, 1_000);
  const billing = await billingThingsOf(work, context);
  const ofModules = new Map<string, ModuleThings<unknown, unknown>>();
  for (const [file, fixtures] of allModuleFixtures) {
    const own = await work.read(context, (queries) => fixtures.seen(queries));
    const kept = await work.run(context, (repositories) => fixtures.stored(repositories, own));
    ofModules.set(file, { seen: own, stored: kept, now });
  }
  return {
    context,
    idempotency,
    now,
    seen: thereAll(seen),
    stored: thereAll({ ...stored, unused }),
    billing,
    ofModules,
  };
};

const there = <Thing>(thing: Thing | undefined): Thing => {
  if (thing === undefined) throw new Error('The tenant is not full.');
  return thing;
};

const only = <Thing>(things: readonly Thing[]): Thing => {
  if (things.length !== 1) throw new Error(`The tenant has ${things.length} of a thing.`);
  return there(things[0]);
};

type There<Found> = { readonly [Name in keyof Found]: Exclude<Found[Name], undefined> };

const thereAll = <Found extends object>(found: Found): There<Found> => {
  for (const thing of Object.values(found)) there(thing);
  return found as There<Found>;
};
