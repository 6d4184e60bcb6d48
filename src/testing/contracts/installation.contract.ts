import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { SigningKeyStore, StoredSigningKey } from '#application/operations/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import { buildContext, buildCustomer, buildId, buildTenant, someday } from '../builders.ts';
import type { OpenStorage } from '../harness.ts';
import { inTurn, storageUnderTest } from '../harness.ts';

// Later than any other tenant of the tests, so that these are the newest.
const farAway = instantOf(Date.UTC(2200, 0));

/** The laws of `Installation`. */
export const installationContract = (
  name: string,
  open: OpenStorage<
    TenantRepositories & CustomerRepositories & MeteringRepositories,
    CustomerReads
  >,
): void => {
  describe(`Installation: ${name}`, () => {
    const { enter, createTenant, storage } = storageUnderTest(open);

    test('law 1: tenants are listed newest first, slice by slice', async () => {
      const [first, second, third] = await inTurn([1, 3, 2], async (seconds) => {
        const tenant = buildTenant({ at: later(farAway, seconds * 1000) });
        const context = buildContext(tenant.facts.id);
        return tenantView(await enter(context).run(({ tenants }) => tenants.save(tenant)));
      });
      const { installation } = storage();

      expect(await installation.tenants({ limit: 3, after: null })).toEqual([second, third, first]);
      expect(await installation.tenants({ limit: 1, after: second?.id ?? null })).toEqual([third]);
      const before = { limit: 1, after: null, before: first?.id };
      expect(await installation.tenants(before)).toEqual([third]);
    });

    test('law 2: a sweep leaves what is not over, and says how much it took away', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ customers }) => customers.save(buildCustomer()));
      const events = await tenant.events();

      const swept = await storage().installation.sweep();

      expect(Object.values(swept).every((count) => Number.isInteger(count))).toBe(true);
      const found = await tenant.read(({ customers }) => customers.find(saved.facts.id));
      expect(found?.id).toBe(saved.facts.id);
      expect(await tenant.events()).toEqual(events);
    });

    test('law 4: tenants with usage to roll up are listed by id, in slices', async () => {
      const tenants = await inTurn([1, 2, 3], () => createTenant());
      const facts = { type: 'call', at: someday, isTimed: true, subscriptionId: null, data: '{}' };
      const event = { id: 'a', source: 'api', customerId: buildId('cus'), ...facts };
      const receipt = { receivedAt: someday, expiresAt: later(someday, 400 * dayMilliseconds) };
      const used = tenants.slice(0, 2);
      for (const tenant of used) await tenant.run(({ usage }) => usage.append([event], receipt));

      const { installation } = storage();
      const all = await installation.tenantsToRollUp(10_000, null);

      const ids = used.map(({ id }) => id).toSorted();
      // A storage that rolls nothing up gives none.
      const expected = all.length === 0 ? [] : ids;
      expect(all).toEqual(all.toSorted());
      expect(all.filter((id) => tenants.some((tenant) => tenant.id === id))).toEqual(expected);
      expect(await installation.tenantsToRollUp(1, all[0] ?? null)).toEqual(all.slice(1, 2));
    });
  });
};

const buildSigningKey = (state: StoredSigningKey['state']): StoredSigningKey => ({
  pem: generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  state,
  createdAt: someday,
  retiresAt: state === 'retiring' ? farAway : null,
});

/** The laws of `SigningKeyStore`. */
export const signingKeyStoreContract = (
  name: string,
  open: () => Promise<SigningKeyStore>,
): void => {
  describe(`SigningKeyStore: ${name}`, () => {
    test('law 1: changes at the same time each begin with what the one before stored', async () => {
      const store = await open();
      const added = Array.from({ length: 5 }, () => buildSigningKey('retiring'));
      await store.change(() => []);

      await Promise.all(added.map((key) => store.change((keys) => [...keys, key])));

      const pems = (await store.all()).map(({ pem }) => pem);
      expect(pems.toSorted()).toEqual(added.map(({ pem }) => pem).toSorted());
    });

    test('law 2: what the last change gave is stored, each fact of it', async () => {
      const store = await open();
      const keys = (['next', 'active', 'retiring'] as const).map(buildSigningKey);

      const stored = await store.change(() => keys);
      await expect(
        store.change(() => {
          throw new Error('No.');
        }),
      ).rejects.toThrow('No.');

      const byPem = (one: StoredSigningKey, other: StoredSigningKey) =>
        one.pem < other.pem ? -1 : 1;
      expect(stored.toSorted(byPem)).toEqual(keys.toSorted(byPem));
      expect((await store.all()).toSorted(byPem)).toEqual(keys.toSorted(byPem));
    });
  });
};
