import type { PoolClient } from 'pg';
import { ReplayedResponse } from '#application/shared/idempotency.ts';
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
import { billingRepositoryProbes } from './billing-probes.ts';
import { billingQueryProbes } from './billing-query-probes.ts';
import type { Things } from './tenant-things.ts';

// For each method of each repository and query one call that, inside the tenant whose things it is
// given, finds or changes some of them. Elsewhere the same call must do nothing to them.

const everything = { limit: 100, after: null };

/** Probes of the ports whose module brings none itself. That none is missing, a test looks. */
export type ProbesOf<Ports, Given = Things> = {
  readonly [Name in keyof Ports]?: {
    readonly [Method in keyof Ports[Name]]: (port: Ports[Name], given: Given) => Promise<unknown>;
  };
};

/** Things bound to no tenant, and why: a repository, and all else that a storage hands out. */
export const scopedOtherwise: Readonly<Record<string, string>> = {
  'repositories.users': 'People belong to no tenant: row-level security shows who is asked for.',
  'repositories.tenants.hold': 'Locks the row of its own tenant: tenant.contract.ts, law 4.',
  'queries.entitlements.usageWhile':
    'Gives usage that is rolled up, of which there is none here: entitlement-cases.ts.',
  directory: 'Shows a person their own places, in all tenants: test/contract.',
  mails:
    'Orders of mails are of no tenant, or name theirs; a worker goes through the unit of work.',
  installation: 'For whoever runs it all; no tenant can ask it: row-level-security.test.ts.',
  loginWarning: 'Asks the server about its login.',
  clock: 'The time is the same for every tenant.',
  signingKeys: 'Of the installation, as it signs for every tenant.',
  positions: 'Looks across tenants for news; else statements.test.ts holds each to its tenant.',
  jobs: 'Each names its tenant, and its handler goes through the unit of work.',
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
    addLogo: (tenants, { context }) =>
      tenants.addLogo({ digest: 'ab'.repeat(32), content: Buffer.from(context.tenantId) }),
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
  auditVerifications: {
    save: (verifications) =>
      verifications.save({
        isIntact: true,
        head: { sequence: 1, hash: 'taken' },
        firstBreach: null,
        verifiedAt: instantOf(Date.UTC(2040, 0)),
      }),
  },
  products: {
    find: (products, { seen }) => products.find(seen.product.id),
    save: (products, { stored, now }) => products.save(stored.product.change({ name: 'T' }, now)),
    // The other one has a plan, and stays whoever asks.
    delete: (products, { stored, now }) => products.delete(stored.unused.delete(now)),
    taxed: (products) => products.taxed(),
  },
  plans: {
    find: (plans, { seen }) => plans.find(seen.plan.id),
    findShared: (plans, { seen }) => plans.findShared(seen.plan.id),
    findLocked: (plans, { seen }) => plans.findLocked(seen.plan.id),
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

export const queryProbes: ProbesOf<
  Omit<AllQueries, 'entitlements'> & {
    readonly entitlements: Omit<AllQueries['entitlements'], 'usageWhile'>;
  }
> = {
  ...billingQueryProbes,
  tenants: {
    find: (tenants) => tenants.find(),
    findLogo: async (tenants, { stored }) => {
      const logo = await tenants.findLogo(stored.tenant.facts.billing.seller.logo ?? '');
      return logo && { content: `\\x${Buffer.from(logo).toString('hex')}` };
    },
  },
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
    // The hash is that of the head that was verified.
    lastVerification: (entries) => entries.lastVerification(),
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

/** Only an idempotency request names its tenant: here it names the one that is asked in. */
export const idempotencyProbes: {
  readonly [Method in keyof PostgresIdempotencyRecords]: (
    records: PostgresIdempotencyRecords,
    things: Things,
    place: Place,
  ) => Promise<unknown>;
} = {
  find: (records, { idempotency }, { tenantId }) => records.find({ ...idempotency, tenantId }),
  keep: (records, { idempotency }, { tenantId }) =>
    records.keep({ ...idempotency, tenantId, keyHash: 'ef'.repeat(32) }, { result: 'taken' }),
  take: async (records, { idempotency }, { tenantId, client }) => {
    const taking = records.take(client, { ...idempotency, tenantId });
    return taking.catch((error: unknown) => {
      if (error instanceof ReplayedResponse) return error.outcome;
      throw error;
    });
  },
  insert: (records, { idempotency }, { tenantId, client }) =>
    records.insert(
      client,
      { ...idempotency, tenantId, keyHash: '12'.repeat(32) },
      { result: 'taken' },
    ),
};
