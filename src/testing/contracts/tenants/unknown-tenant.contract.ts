import { describe, expect, test } from 'vitest';
import type { AllQueries, AllRepositories } from '#application/storage.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import {
  buildApiKey,
  buildContext,
  buildCustomer,
  buildId,
  buildInvitation,
  buildMembership,
  buildProduct,
  buildSession,
  buildTenant,
  buildUser,
  buildWebhookEndpoint,
  nextDay,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

const everything = { limit: 10, after: null };

const stores: readonly (readonly [string, (repositories: AllRepositories) => Promise<unknown>])[] =
  [
    ['a customer', ({ customers }) => customers.save(buildCustomer())],
    ['a product', ({ products }) => products.save(buildProduct())],
    ['an invitation', ({ invitations }) => invitations.save(buildInvitation())],
    ['an API key', ({ apiKeys }) => apiKeys.save(buildApiKey())],
    ['a webhook endpoint', ({ webhookEndpoints }) => webhookEndpoints.save(buildWebhookEndpoint())],
    [
      'a member',
      async ({ users, memberships }) => {
        const user = await users.save(buildUser());
        await memberships.save(buildMembership(user));
      },
    ],
    [
      'a session',
      async ({ users, sessions }) => {
        const user = await users.save(buildUser());
        await sessions.save(buildSession(user));
      },
    ],
  ];

const listAll = async (queries: AllQueries): Promise<readonly unknown[]> => [
  ...(await queries.users.list({}, everything)),
  ...(await queries.invitations.list(everything, nextDay)),
  ...(await queries.apiKeys.list(everything)),
  ...(await queries.customers.list({}, everything)),
  ...(await queries.products.list({}, everything)),
  ...(await queries.plans.list({ status: 'all' }, everything)),
  ...(await queries.auditEntries.list({}, everything)),
  ...(await queries.webhookEndpoints.list(everything)),
  ...(await queries.webhookDeliveries.list({}, everything)),
  ...(await queries.auditEntries.chain(0, 10)),
];

/** The laws of a tenant that does not exist: 9 of `UnitOfWork`, 3 of `ReadAccess`. */
export const unknownTenantContract = (name: string, open: OpenStorage): void => {
  describe(`A tenant that there is not: ${name}`, () => {
    const { enter } = storageUnderTest(open);
    const nowhere = () => enter(buildContext(buildId('ten')));

    test.each(stores)('law 9: nothing is stored there: %s', async (_, store) => {
      const tenant = nowhere();

      await expect(tenant.run(store)).rejects.toBeInstanceOf(TenantNotFound);

      expect(await tenant.read(listAll)).toEqual([]);
      expect(await tenant.events()).toEqual([]);
    });

    test('law 9: nothing is found there, and a run that only looks does no harm', async () => {
      const tenant = nowhere();

      const found = await tenant.run(async ({ tenants, customers, memberships }) => [
        await tenants.find(),
        await customers.find(buildId('cus')),
        await memberships.findByUser(buildId('usr')),
      ]);

      expect(found).toEqual([undefined, undefined, undefined]);
    });

    test('law 9: the tenant itself can be stored, and what comes in the same run', async () => {
      const created = buildTenant();
      const tenant = enter(buildContext(created.facts.id));
      const customer = buildCustomer();

      await tenant.run(async ({ tenants, customers }) => {
        await tenants.save(created);
        await customers.save(customer);
      });

      const seen = await tenant.read(({ customers }) => customers.find(customer.facts.id));
      expect(seen?.id).toBe(customer.facts.id);
    });

    test('law 3 of reads: nothing is seen there', async () => {
      const tenant = nowhere();

      const seen = await tenant.read(async (queries) => [
        await queries.tenants.find(),
        await queries.auditEntries.ends(),
        await queries.eventSequence.end(),
        await listAll(queries),
      ]);

      expect(seen).toEqual([undefined, undefined, null, []]);
    });
  });
};
