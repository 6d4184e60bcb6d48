import type { PoolClient } from 'pg';
import { ReplayedResponse } from '#application/shared/idempotency.ts';
import type { ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import type { TenantRepository } from '#application/tenants/ports.ts';
import { LastAdmin } from '#domain/identity/errors.ts';
import { Administrators } from '#domain/identity/membership.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { dayMilliseconds, formatInstant, instantOf, later } from '#domain/shared/time.ts';
import { ReadyClock } from '#domain/tenants/test-clock.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { PostgresIdempotencyRecords } from '#infrastructure/typeorm/idempotency/idempotency-records.ts';
import { buildCustomer, buildProduct } from '../../src/testing/builders.ts';
import { billingQueryProbes, billingRepositoryProbes, billingThingsOf } from './billing-probes.ts';

import type { FullTenant } from './two-tenants.ts';

// For each method of each repository and query one call that, inside the tenant whose things it is
// given, finds or changes some of them. Elsewhere the same call must do nothing to them.

const everything = { limit: 100, after: null };

type Work = UnitOfWork<AllRepositories> & ReadAccess<AllQueries>;

/** One of everything that a tenant has, as its own repositories find it, and an unused product. */
export type Things = Awaited<ReturnType<typeof thingsOf>>;

export const thingsOf = async (work: Work, { context, idempotency }: FullTenant) => {
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
    unused: await repositories.products.save(buildProduct()),
    free: await repositories.customers.save(buildCustomer()),
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
  const billing = await billingThingsOf(work, context);
  const now = later(there(stored.customer).facts.updatedAt, 1_000);
  return {
    context,
    idempotency,
    now,
    billing,
    seen: thereAll(seen),
    stored: thereAll(stored),
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

export type ProbesOf<Ports, Given = Things> = {
  readonly [Name in keyof Ports]: {
    readonly [Method in keyof Ports[Name]]: (port: Ports[Name], given: Given) => Promise<unknown>;
  };
};

/** What is bound to no tenant, and why: a repository, and what a storage hands out besides. */
export const scopedOtherwise: Readonly<Record<string, string>> = {
  'repositories.users': 'People belong to no tenant: row-level security shows who is asked for.',
  'repositories.tenants.hold': 'Locks the row of its own tenant: tenant.contract.ts, law 4.',
  directory: 'Shows a person their own places, in all tenants: test/contract.',
  mails:
    'Orders of mails are of no tenant, or name theirs; a worker goes through the unit of work.',
  installation: 'For whoever runs it all; no tenant can ask it: row-level-security.test.ts.',
  loginWarning: 'Asks the server about its login.',
  clock: 'The time is the same for every tenant.',
  signingKeys: 'Of the installation, as it signs for every tenant.',
  positions: 'Looks across tenants for news; else statements.test.ts holds each to its tenant.',
  jobs: 'Each names its tenant, and its handler goes through the unit of work.',
  clock: 'Tells the time.',
  dueAccounts: 'Looks across tenants for what is due: row-level-security.test.ts.',
  overdueDeliveries: 'Looks across tenants for what is due: row-level-security.test.ts.',
  connectionsMax: 'A number.',
  poolState: 'Counts connections.',
  ready: 'Reads no table.',
  close: 'Reads no table.',
};

const weekAfter = ({ facts }: ReadyClock) => later(facts.now, 7 * dayMilliseconds);

/** Who may do all that is tried here: what stops a probe is the fence alone. */
const admin = { id: null, name: 'probe', permissions: permissionsOf.ADMIN, expiresAt: null };
const whoMayAll = { by: admin, administrators: new Administrators([]) };

export const repositoryProbes: ProbesOf<
  Omit<AllRepositories, 'users' | 'tenants'> & { tenants: Omit<TenantRepository, 'hold'> }
> = {
  ...billingRepositoryProbes,
  tenants: {
    find: (tenants) => tenants.find(),
    save: (tenants, { stored, now }) => tenants.save(stored.tenant.change({ name: 'Taken' }, now)),
  },
  testClocks: {
    find: (clocks) => clocks.find(),
    save: (clocks, { stored: { clock }, now }) =>
      clocks.save(clock instanceof ReadyClock ? clock.advance(weekAfter(clock), now) : clock),
  },
  memberships: {
    findByUser: (memberships, { seen }) => memberships.findByUser(seen.user.id),
    // It does not say who they are, only whom the tenant cannot lose.
    administrators: async (memberships, { seen }) => {
      const administrators = await memberships.administrators();
      try {
        administrators.refuseToLose(seen.user.id);
        return undefined;
      } catch (error) {
        if (error instanceof LastAdmin) return seen.user.id;
        throw error;
      }
    },
    save: (memberships, { stored, now }) =>
      memberships.save(stored.membership.changeRole('USER', whoMayAll, now)),
    delete: (memberships, { stored, now }) =>
      memberships.delete(stored.membership.end(whoMayAll, now)),
  },
  invitations: {
    find: (invitations, { seen }) => invitations.find(seen.invitation.id),
    grantedBy: (invitations, { seen }) => invitations.grantedBy(seen.user.id),
    handOver: (invitations, { seen }) => invitations.handOver(seen.user.id, null),
    findByEmail: (invitations, { stored }) =>
      invitations.findByEmail(stored.invitation.facts.email),
    save: (invitations, { stored, now }) =>
      invitations.save(
        stored.invitation.issueAgain('USER', { inviter: admin, secretHash: 'another' }, now),
      ),
    delete: (invitations, { stored, now }) =>
      invitations.delete(stored.invitation.withdraw(admin, now)),
  },
  sessions: {
    find: (sessions, { stored }) => sessions.find(stored.session.facts.id),
    ofUser: (sessions, { seen }) => sessions.ofUser(seen.user.id),
    save: (sessions, { stored, now }) =>
      sessions.save(stored.session.refresh(stored.person, 'another-hash', now)),
    delete: (sessions, { stored, now }) => sessions.delete(stored.session.end(now)),
    removeAllOf: (sessions, { seen }) => sessions.removeAllOf(seen.user.id),
  },
  apiKeys: {
    find: (apiKeys, { seen }) => apiKeys.find(seen.apiKey.id),
    grantedBy: (apiKeys, { seen }) => apiKeys.grantedBy(seen.user.id),
    handOver: (apiKeys, { seen }) => apiKeys.handOver(seen.user.id, null),
    save: (apiKeys, { stored }) => apiKeys.save(stored.apiKey),
    delete: (apiKeys, { stored, now }) => apiKeys.delete(stored.apiKey.revoke(admin, now)),
    markUsed: (apiKeys, { seen, now }) => apiKeys.markUsed(seen.apiKey.id, now),
  },
  customers: {
    find: (customers, { seen }) => customers.find(seen.customer.id),
    findAll: (customers, { seen }) => customers.findAll([seen.customer.id]),
    save: (customers, { stored, now }) =>
      customers.save(stored.customer.change({ name: 'Taken' }, now)),
    // The other one has an account, and stays whoever asks.
    delete: (customers, { stored, now }) => customers.delete(stored.free.delete(now)),
  },
  products: {
    find: (products, { seen }) => products.find(seen.product.id),
    save: (products, { stored, now }) => products.save(stored.product.change({ name: 'T' }, now)),
    // The other one has a plan, and stays whoever asks.
    delete: (products, { stored, now }) => products.delete(stored.unused.delete(now)),
  },
  plans: {
    find: (plans, { seen }) => plans.find(seen.plan.id),
    findShared: (plans, { seen }) => plans.findShared(seen.plan.id),
    save: (plans, { stored: { plan }, now }) =>
      plans.save(plan.status === 'archived' ? plan.restore(now) : plan.archive(now)),
  },
  webhookEndpoints: {
    find: (endpoints, { seen }) => endpoints.find(seen.endpoint.id),
    findLocked: (endpoints, { seen }) => endpoints.findLocked(seen.endpoint.id),
    note: (endpoints, { stored, now }) => endpoints.note(stored.endpoint.leave(now)),
    save: (endpoints, { stored, now }) =>
      endpoints.save(stored.endpoint.change({ description: 'Taken' }, now)),
    delete: (endpoints, { stored, now }) => endpoints.delete(stored.endpoint.delete(now)),
  },
  webhookDeliveries: {
    find: (deliveries, { seen }) => deliveries.find(seen.delivery.id),
    findLocked: (deliveries, { seen }) => deliveries.findLocked(seen.delivery.id),
    ofEvents: (deliveries, { seen }) =>
      deliveries.ofEvents(seen.delivery.endpointId, [seen.delivery.eventId]),
    // Of the newest event, which nothing has delivered yet.
    add: (deliveries, { seen, stored: { delivery } }) =>
      deliveries.add(
        new WebhookDelivery({
          ...delivery.facts,
          id: idFromUuid('dlv', uuidOf(seen.customer.id)),
          eventId: idFromUuid('evt', uuidOf(seen.entry.id)),
        }),
      ),
    addAll: (deliveries, { seen, stored: { delivery } }) =>
      deliveries.addAll([
        new WebhookDelivery({
          ...delivery.facts,
          id: idFromUuid('dlv', uuidOf(seen.product.id)),
          eventId: idFromUuid('evt', uuidOf(seen.entry.id)),
        }),
      ]),
    save: (deliveries, { stored }) => deliveries.save(stored.delivery),
  },
};

export const queryProbes: ProbesOf<AllQueries> = {
  ...billingQueryProbes,
  tenants: { find: (tenants) => tenants.find() },
  // As the row has it: the two clocks show different days.
  testClocks: {
    find: async (clocks) => {
      const seen = await clocks.find();
      return seen && formatInstant(seen.now).replace('.000Z', '+00:00');
    },
  },
  users: {
    find: (users, { seen }) => users.find(seen.user.id),
    list: (users) => users.list({}, everything),
  },
  invitations: { list: (invitations) => invitations.list(everything, instantOf(0)) },
  apiKeys: {
    find: (apiKeys, { seen }) => apiKeys.find(seen.apiKey.id),
    list: (apiKeys) => apiKeys.list(everything),
    proof: (apiKeys, { seen }) => apiKeys.proof(seen.apiKey.id),
  },
  customers: {
    find: (customers, { seen }) => customers.find(seen.customer.id),
    list: (customers, { seen }) => customers.list({ search: seen.customer.name }, everything),
  },
  products: {
    find: (products, { seen }) => products.find(seen.product.id),
    list: (products, { seen }) => products.list({ search: seen.product.code }, everything),
  },
  plans: {
    find: (plans, { seen }) => plans.find(seen.plan.id),
    list: (plans) => plans.list({ status: 'all', search: 'team' }, everything),
  },
  auditEntries: {
    list: (entries) => entries.list({}, everything),
    chain: (entries) => entries.chain(0, 100),
    // The hash of the head is that of the last entry.
    ends: (entries) => entries.ends(),
  },
  eventSequence: {
    after: (sequence) => sequence.after(null, { types: ['customer.created'], limit: 100 }),
    end: (sequence) => sequence.end(),
  },
  webhookEndpoints: {
    listeners: (endpoints) => endpoints.listeners(),
    find: (endpoints, { seen }) => endpoints.find(seen.endpoint.id),
    list: (endpoints) => endpoints.list(everything),
  },
  webhookDeliveries: {
    find: (deliveries, { seen }) => deliveries.find(seen.delivery.id),
    list: (deliveries, { seen }) =>
      deliveries.list({ endpointId: seen.delivery.endpointId }, everything),
  },
  events: {
    find: (events, { seen }) => events.find(seen.event.id),
    since: (events) => events.since(instantOf(0), null, 100),
  },
};

/** The tenant that a probe asks in, and its open transaction. */
interface Place {
  readonly tenantId: TenantId;
  readonly client: PoolClient;
}

/** A claim names its tenant, as nothing else does: here it names the one that is asked in. */
export const idempotencyProbes: {
  readonly [Method in keyof PostgresIdempotencyRecords]: (
    idempotencyRecords: PostgresIdempotencyRecords,
    things: Things,
    place: Place,
  ) => Promise<unknown>;
} = {
  find: (idempotencyRecords, { idempotency }, { tenantId }) =>
    idempotencyRecords.find({ ...idempotency, tenantId }),
  keep: (idempotencyRecords, { idempotency }, { tenantId }) =>
    idempotencyRecords.keep(
      { ...idempotency, tenantId, keyHash: 'ef'.repeat(32) },
      { result: 'taken' },
    ),
  take: async (idempotencyRecords, { idempotency }, { tenantId, client }) => {
    const taking = idempotencyRecords.take(client, { ...idempotency, tenantId });
    return taking.catch((error: unknown) => {
      if (error instanceof ReplayedResponse) return error.outcome;
      throw error;
    });
  },
  insert: (idempotencyRecords, { idempotency }, { tenantId, client }) =>
    idempotencyRecords.insert(
      client,
      { ...idempotency, tenantId, keyHash: '12'.repeat(32) },
      { result: 'taken' },
    ),
};
