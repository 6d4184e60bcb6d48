import { describe, expect, test } from 'vitest';
import type { TenantReads, TenantRepositories } from '#application/tenants/ports.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { buildContext, buildId, nextDay } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

/** The laws of `TenantRepository`. */
export const tenantRepositoryContract = (
  name: string,
  open: OpenStorage<TenantRepositories, TenantReads>,
): void => {
  describe(`TenantRepository: ${name}`, () => {
    const { enter, createTenant } = storageUnderTest(open);

    test('law 1: the tenant is found as it was last saved', async () => {
      const tenant = await createTenant('Acme');

      const changed = await tenant.run(async ({ tenants }) => {
        const found = await tenants.find();
        const changes = { name: 'Acme & Söhne', defaultCurrency: 'JPY', timeZone: 'Asia/Tokyo' };
        return found && tenants.save(found.change(changes, nextDay));
      });

      const found = await tenant.run(({ tenants }) => tenants.find());
      expect(found).toEqual(changed);
      expect(found?.facts).toMatchObject({
        id: tenant.id,
        version: 2,
        name: 'Acme & Söhne',
        defaultCurrency: 'JPY',
        timeZone: 'Asia/Tokyo',
        updatedAt: nextDay,
      });
    });

    test('law 1: nothing is found where no tenant was saved', async () => {
      const nobody = enter(buildContext(buildId('ten')));

      const found = await nobody.run(({ tenants }) => tenants.find());

      expect(found).toBeUndefined();
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();

      const saved = await tenant.run(async ({ tenants }) => {
        const found = await tenants.find();
        return found && tenants.save(found.change({ name: 'Initech' }, nextDay));
      });

      expect(saved?.facts.version).toBe(2);
      expect(saved?.events).toEqual([]);
    });

    test('law 3: a state that is not the stored one is refused, and changes nothing', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ tenants }) => tenants.find());
      const current = await tenant.run(
        async ({ tenants }) => stale && tenants.save(stale.change({ name: 'First' }, nextDay)),
      );

      const save = tenant.run(
        async ({ tenants }) => stale && tenants.save(stale.change({ name: 'Second' }, nextDay)),
      );

      await expect(save).rejects.toThrow(VersionMismatch);
      const found = await tenant.run(({ tenants }) => tenants.find());
      expect(found).toEqual(current);
    });

    test('law 4: who holds the tenant keeps others waiting, who then see what it did', async () => {
      const tenant = await createTenant();
      const [held, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];

      const first = tenant.run(async ({ tenants }) => {
        await tenants.hold();
        held.resolve();
        await letGo.promise;
        const found = await tenants.find();
        return found && tenants.save(found.change({ name: 'First' }, nextDay));
      });
      await held.promise;
      const second = tenant.run(async ({ tenants }) => {
        await tenants.hold();
        return tenants.find();
      });
      letGo.resolve();

      expect((await second)?.facts.name).toBe('First');
      expect(await second).toEqual(await first);
    });
  });
};

/** The laws of `TenantQueries`. */
export const tenantQueriesContract = (
  name: string,
  open: OpenStorage<TenantRepositories, TenantReads>,
): void => {
  describe(`TenantQueries: ${name}`, () => {
    const { enter, createTenant } = storageUnderTest(open);

    test('a tenant is shown as it was last saved', async () => {
      const tenant = await createTenant('Acme');

      const seen = await tenant.read(({ tenants }) => tenants.find());

      const stored = await tenant.run(({ tenants }) => tenants.find());
      expect(seen).toEqual(stored && tenantView(stored));
      expect(seen).toMatchObject({ id: tenant.id, name: 'Acme', version: 1 });
    });

    test('law 1: a logo is found by its digest, once however often it is added', async () => {
      const [tenant, other] = [await createTenant('Acme'), await createTenant('Globex')];
      const digest = 'a0'.repeat(32);
      const logo = { digest, content: new Uint8Array([1, 2, 3]) };

      await tenant.run(({ tenants }) => tenants.addLogo(logo));
      await tenant.run(({ tenants }) => tenants.addLogo(logo));

      const found = await tenant.read(({ tenants }) => tenants.findLogo(digest));
      expect(found && [...found]).toEqual([1, 2, 3]);
      expect(await tenant.read(({ tenants }) => tenants.findLogo('b0'.repeat(32)))).toBeUndefined();
      expect(await other.read(({ tenants }) => tenants.findLogo(digest))).toBeUndefined();
    });

    test('nothing is shown where no tenant was saved', async () => {
      const nobody = enter(buildContext(buildId('ten')));

      expect(await nobody.read(({ tenants }) => tenants.find())).toBeUndefined();
    });
  });
};
