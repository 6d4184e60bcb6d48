import { describe, expect, test } from 'vitest';
import type { IdentityReads, IdentityRepositories } from '#application/identity/ports.ts';
import { apiKeyView } from '#application/identity/queries.ts';
import type { ApiKeyInput } from '#domain/identity/api-key.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { later } from '#domain/shared/time.ts';
import { buildApiKey, buildGrantor, buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenIdentity = OpenStorage<IdentityRepositories, IdentityReads>;
type Tenant = TenantUnderTest<IdentityRepositories, IdentityReads>;

const next = { maker: buildGrantor({ name: 'rotator' }), secretHash: 'another-hash' };

const saveIn = (tenant: Tenant, given: Partial<ApiKeyInput> & { at?: typeof someday } = {}) =>
  tenant.run(({ apiKeys }) => apiKeys.save(buildApiKey(given)));

/** The laws of `ApiKeyRepository`. */
export const apiKeyRepositoryContract = (name: string, open: OpenIdentity): void => {
  describe(`ApiKeyRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: a key is found as it was last saved, or not at all', async () => {
      const tenant = await createTenant();
      const [endless, ending] = [
        buildApiKey({ name: 'Zoë %_\\', permissions: ['customers:read', 'catalog:read'] }),
        buildApiKey({ expiresAt: nextDay }),
      ];

      const saved = await tenant.run(async ({ apiKeys }) => [
        await apiKeys.save(endless),
        await apiKeys.save(ending),
      ]);

      const found = await tenant.run(async ({ apiKeys }) => [
        await apiKeys.find(endless.facts.id),
        await apiKeys.find(ending.facts.id),
        await apiKeys.find(buildId('key')),
      ]);
      expect(found).toEqual([...saved, undefined]);
      expect(found[0]?.facts).toEqual({ ...endless.facts, version: 1 });
      expect(found[1]?.facts).toEqual({ ...ending.facts, version: 1 });
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();
      const first = await saveIn(tenant);

      const { old, fresh } = first.rotate(buildId('key'), next, 3600, nextDay);
      const saved = await tenant.run(async ({ apiKeys }) => [
        await apiKeys.save(old),
        await apiKeys.save(fresh),
      ]);

      expect(saved.map(({ facts }) => facts.version)).toEqual([2, 1]);
      expect([first, ...saved].map(({ events }) => events)).toEqual([[], [], []]);
      expect(saved[0]?.facts).toEqual({ ...old.facts, version: 2 });
      expect(await tenant.run(({ apiKeys }) => apiKeys.find(old.facts.id))).toEqual(saved[0]);
      expect(saved[1]?.facts.secretHash).toBe('another-hash');
      const types = (await tenant.events()).map(({ type }) => type);
      expect(types.slice(1).toSorted()).toEqual([
        'api_key.created',
        'api_key.created',
        'api_key.rotated',
      ]);
    });

    test('law 3: of two who rotate the same key at once, one succeeds', async () => {
      const tenant = await createTenant();
      const key = await saveIn(tenant);

      const outcomes = await Promise.allSettled(
        [60, 3600].map((seconds) =>
          tenant.run(async ({ apiKeys }) => {
            const { old, fresh } = key.rotate(buildId('key'), next, seconds, nextDay);
            await apiKeys.save(fresh);
            await apiKeys.save(old);
          }),
        ),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toBeInstanceOf(VersionMismatch);
      const listed = await tenant.read(({ apiKeys }) => apiKeys.list({ limit: 10, after: null }));
      expect(listed).toHaveLength(2);
    });

    test('law 3: a stale key is neither saved nor removed, and a revoked one is gone', async () => {
      const tenant = await createTenant();
      const stale = await saveIn(tenant);
      const current = await tenant.run(({ apiKeys }) =>
        apiKeys.save(stale.rotate(buildId('key'), next, 3600, nextDay).old),
      );

      const save = tenant.run(({ apiKeys }) =>
        apiKeys.save(stale.rotate(buildId('key'), next, 0, nextDay).old),
      );
      const removal = tenant.run(({ apiKeys }) => apiKeys.delete(stale.end(nextDay)));

      await Promise.all([
        expect(save).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
      const find = () => tenant.run(({ apiKeys }) => apiKeys.find(stale.facts.id));
      expect(await find()).toEqual(current);
      await tenant.run(({ apiKeys }) => apiKeys.delete(current.end(nextDay)));
      expect(await find()).toBeUndefined();
    });

    test('law 4: a use is noted, leaves the version alone, and is no event', async () => {
      const tenant = await createTenant();
      const [used, unused] = [await saveIn(tenant), await saveIn(tenant)];
      const eventsBefore = await tenant.events();

      await tenant.run(({ apiKeys }) => apiKeys.markUsed(used.facts.id, someday));
      await tenant.run(({ apiKeys }) => apiKeys.markUsed(used.facts.id, nextDay));

      const found = await tenant.run(async ({ apiKeys }) => [
        await apiKeys.find(used.facts.id),
        await apiKeys.find(unused.facts.id),
      ]);
      expect(found[0]?.facts).toEqual({ ...used.facts, lastUsedAt: nextDay });
      expect(found[1]).toEqual(unused);
      expect(await tenant.events()).toEqual(eventsBefore);
      const revoking = tenant.run(({ apiKeys }) => apiKeys.delete(used.end(nextDay)));
      await expect(revoking).resolves.toBeUndefined();
    });

    test('law 4: a use of a key that is not there, or not here, is not noted', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const key = await saveIn(tenant);

      await other.run(async ({ apiKeys }) => {
        await apiKeys.markUsed(key.facts.id, nextDay);
        await apiKeys.markUsed(buildId('key'), nextDay);
      });

      expect(await tenant.run(({ apiKeys }) => apiKeys.find(key.facts.id))).toEqual(key);
    });

    test('laws 5 and 6: what stands on somebody is found, and can be handed over', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [ada, parent] = [buildId('usr'), buildId('key')];
      const saveBy = (at: Tenant, id: typeof ada) =>
        at.run(({ apiKeys }) => apiKeys.save(buildApiKey({ maker: buildGrantor({ id }) })));
      const adas = await saveBy(tenant, ada);
      await saveBy(other, ada);
      const eventsBefore = await tenant.events();

      const before = await tenant.run(({ apiKeys }) => apiKeys.grantedBy(ada));
      await tenant.run(({ apiKeys }) => apiKeys.handOver(ada, parent));

      expect(before).toEqual([adas]);
      const [handed, ...none] = await tenant.run(({ apiKeys }) => apiKeys.grantedBy(parent));
      expect([handed?.facts, none]).toEqual([{ ...adas.facts, grantedBy: parent }, []]);
      await tenant.run(({ apiKeys }) => apiKeys.handOver(parent, null));
      expect(await tenant.run(({ apiKeys }) => apiKeys.grantedBy(parent))).toEqual([]);
      expect(await other.run(({ apiKeys }) => apiKeys.grantedBy(ada))).toHaveLength(1);
      expect(await tenant.events()).toEqual(eventsBefore);
    });

    test('a key of one tenant is not there for another, which cannot revoke it', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const key = await saveIn(tenant);

      const found = await other.run(({ apiKeys }) => apiKeys.find(key.facts.id));
      const removal = other.run(({ apiKeys }) => apiKeys.delete(key.end(nextDay)));

      expect(found).toBeUndefined();
      await expect(removal).rejects.toThrow(VersionMismatch);
      expect(await tenant.run(({ apiKeys }) => apiKeys.find(key.facts.id))).toEqual(key);
    });
  });
};

/** The laws of `ApiKeyQueries`. */
export const apiKeyQueriesContract = (name: string, open: OpenIdentity): void => {
  describe(`ApiKeyQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('a key is shown as it was last saved and used, without its secret', async () => {
      const tenant = await createTenant();
      const saved = await saveIn(tenant, { expiresAt: nextDay, permissions: ['tenant:read'] });
      await tenant.run(({ apiKeys }) => apiKeys.markUsed(saved.facts.id, someday));

      const seen = await tenant.read(async ({ apiKeys }) => [
        await apiKeys.find(saved.facts.id),
        ...(await apiKeys.list({ limit: 10, after: null })),
      ]);

      const view = { ...apiKeyView(saved), lastUsedAt: someday };
      expect(seen).toEqual([view, view]);
      expect(JSON.stringify(seen)).not.toContain(saved.facts.secretHash);
    });

    test('a key is proven by the whole of it', async () => {
      const tenant = await createTenant();
      const saved = await saveIn(tenant);

      const proof = await tenant.read(({ apiKeys }) => apiKeys.proof(saved.facts.id));

      expect(proof).toEqual({ key: saved, mode: 'live' });
      expect(proof?.key.facts.secretHash).toBe('hash-of-a-secret');
    });

    test('a key that is unknown, revoked or another tenant’s is not shown', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [theirs, revoked] = [await saveIn(other), await saveIn(tenant)];
      await tenant.run(({ apiKeys }) => apiKeys.delete(revoked.end(nextDay)));
      const ids = [buildId('key'), revoked.facts.id, theirs.facts.id];

      const seen = await tenant.read(({ apiKeys }) =>
        Promise.all(ids.flatMap((id) => [apiKeys.find(id), apiKeys.proof(id)])),
      );

      expect(seen).toEqual(ids.flatMap(() => [undefined, undefined]));
      const listed = tenant.read(({ apiKeys }) => apiKeys.list({ limit: 10, after: null }));
      expect(await listed).toEqual([]);
    });

    test('laws 1 and 2: keys are listed newest first, slice by slice', async () => {
      const tenant = await createTenant();
      const second = await saveIn(tenant, { at: later(someday, 1000) });
      const first = await saveIn(tenant, { at: someday });
      const third = await saveIn(tenant, { at: nextDay });

      const list = async (limit: number, after: typeof first | null) => {
        const slice = { limit, after: after?.facts.id ?? null };
        const views = await tenant.read(({ apiKeys }) => apiKeys.list(slice));
        return views.map(({ id }) => id);
      };

      const [one, two, three] = [first, second, third].map(({ facts }) => facts.id);
      expect(await list(10, null)).toEqual([three, two, one]);
      expect(await list(2, null)).toEqual([three, two]);
      expect(await list(1, third)).toEqual([two]);
      expect(await list(10, second)).toEqual([one]);
      expect(await list(10, first)).toEqual([]);
    });
  });
};
