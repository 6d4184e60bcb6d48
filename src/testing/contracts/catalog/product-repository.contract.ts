import { describe, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads } from '#application/catalog/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { ProductCodeTaken, ProductInUse, UnknownProduct } from '#domain/catalog/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { buildId, buildPlan, buildProduct, nextDay } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenCatalog = OpenStorage<TenantRepositories & CatalogRepositories, CatalogReads>;

/** The laws of `ProductRepository`. */
export const productRepositoryContract = (name: string, open: OpenCatalog): void => {
  describe(`ProductRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: a product is found as it was last saved, or not at all', async () => {
      const tenant = await createTenant();
      const product = buildProduct({
        code: 'a.b_c-D',
        name: 'Zoë 🚀 %_\\',
        description: 'Two\nlines',
        metadata: { team: 'core "one"' },
      });

      await tenant.run(({ products }) => products.save(product));

      const found = await tenant.run(async ({ products }) => [
        await products.find(product.facts.id),
        await products.find(buildId('prod')),
      ]);
      expect(found.map((each) => each?.facts)).toEqual([
        { ...product.facts, version: 1 },
        undefined,
      ]);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();

      const first = await tenant.run(({ products }) => products.save(buildProduct()));
      const second = await tenant.run(({ products }) =>
        products.save(first.change({ name: 'Insights', description: null }, nextDay)),
      );

      expect([first.facts.version, second.facts.version]).toEqual([1, 2]);
      expect([first.events, second.events]).toEqual([[], []]);
      expect(await tenant.run(({ products }) => products.find(first.facts.id))).toEqual(second);
    });

    test('law 3: a stale product is neither saved nor removed', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ products }) => products.save(buildProduct()));
      const current = await tenant.run(({ products }) =>
        products.save(stale.change({ name: 'First' }, nextDay)),
      );

      const save = tenant.run(({ products }) =>
        products.save(stale.change({ name: 'Second' }, nextDay)),
      );
      const removal = tenant.run(({ products }) => products.delete(stale.delete(nextDay)));

      await Promise.all([
        expect(save).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
      expect(await tenant.run(({ products }) => products.find(stale.facts.id))).toEqual(current);
    });

    test('law 4: a code is taken as it is written, also by a change, in one tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [, lower] = await tenant.run(async ({ products }) => [
        await products.save(buildProduct({ code: 'CRM' })),
        await products.save(buildProduct({ code: 'crm' })),
      ]);
      const twin = buildProduct({ code: 'CRM' });

      const creation = tenant.run(({ products }) => products.save(twin));
      const change = tenant.run(({ products }) =>
        products.save(lower.change({ code: 'CRM' }, nextDay)),
      );

      await Promise.all([
        expect(creation).rejects.toThrow(ProductCodeTaken),
        expect(change).rejects.toThrow(ProductCodeTaken),
      ]);
      const elsewhere = await other.run(({ products }) => products.save(twin));
      expect(elsewhere.facts.code).toBe('CRM');
    });

    test('law 5: a product is removed, and its code free, unless a plan refers to it', async () => {
      const tenant = await createTenant();
      const [unused, offered, archived] = await tenant.run(async ({ products }) => [
        await products.save(buildProduct({ code: 'unused' })),
        await products.save(buildProduct()),
        await products.save(buildProduct()),
      ]);
      await tenant.run(async ({ plans }) => {
        await plans.save(buildPlan(offered.facts.id));
        const plan = await plans.save(buildPlan(archived.facts.id));
        if (plan.status === 'draft') await plans.save(plan.archive(nextDay));
      });

      await tenant.run(({ products }) => products.delete(unused.delete(nextDay)));

      for (const product of [offered, archived]) {
        const removal = tenant.run(({ products }) => products.delete(product.delete(nextDay)));
        await expect(removal).rejects.toThrow(ProductInUse);
      }
      const left = await tenant.run(async ({ products }) => [
        await products.find(unused.facts.id),
        await products.find(offered.facts.id),
        await products.find(archived.facts.id),
      ]);
      expect(left).toEqual([undefined, offered, archived]);
      const successor = buildProduct({ code: 'unused' });
      const saved = await tenant.run(({ products }) => products.save(successor));
      expect(saved.facts.version).toBe(1);
    });

    test('law 5: a product that gets a plan and goes at once does only one of them', async () => {
      const tenant = await createTenant();
      const product = await tenant.run(({ products }) => products.save(buildProduct()));
      const plan = buildPlan(product.facts.id);

      const outcomes = await Promise.allSettled([
        tenant.run(({ plans }) => plans.save(plan)),
        tenant.run(({ products }) => products.delete(product.delete(nextDay))),
      ]);

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      const reason: unknown = refused[0]?.reason;
      expect(reason instanceof ProductInUse || reason instanceof UnknownProduct).toBe(true);
      const left = await tenant.run(async ({ products, plans }) => [
        (await products.find(product.facts.id)) !== undefined,
        (await plans.find(plan.facts.id)) !== undefined,
      ]);
      expect(left[0]).toBe(left[1]);
    });

    test('law 6: those are told that name tax rates of their own', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const taxRateIds = [buildId('tax'), buildId('tax')];
      const [taxed, free] = [buildProduct({ taxRateIds }), buildProduct({ taxRateIds: [] })];
      await tenant.run(async ({ products }) => {
        for (const product of [taxed, free, buildProduct()]) await products.save(product);
      });

      const found = await tenant.run(({ products }) => products.taxed());

      const expected = [taxed, free].map(({ facts }) => [facts.id, facts.taxRateIds] as const);
      expect(new Map(found.map((each) => [each.productId, each.taxRateIds]))).toEqual(
        new Map(expected),
      );
      expect(await other.run(({ products }) => products.taxed())).toEqual([]);
    });
  });
};
