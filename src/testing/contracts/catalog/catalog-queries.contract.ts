import { describe, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads, PlanFilter, ProductFilter } from '#application/catalog/queries.ts';
import { planView, productView } from '#application/catalog/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { ProductInput } from '#domain/catalog/product.ts';
import { later } from '#domain/shared/time.ts';
import { buildId, buildPlan, buildProduct, nextDay, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';

type OpenCatalog = OpenStorage<TenantRepositories & CatalogRepositories, CatalogReads>;

/** The laws of `ProductQueries`. */
export const productQueriesContract = (name: string, open: OpenCatalog): void => {
  describe(`ProductQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A tenant with these products, each made a second after the one before. */
    const tenantWith = async (inputs: readonly Partial<ProductInput>[]) => {
      const tenant = await createTenant();
      const saved = await tenant.run(async ({ products }) => {
        const all = [];
        for (const [index, input] of inputs.entries()) {
          const product = buildProduct({ ...input, at: later(someday, index * 1000) });
          all.push(await products.save(product));
        }
        return all;
      });
      const list = async (filter: ProductFilter, limit = 100, after = -1) => {
        const key = saved[after]?.facts.id ?? null;
        const views = await tenant.read(({ products }) =>
          products.list(filter, { limit, after: key }),
        );
        return views.map(({ code }) => code);
      };
      return { tenant, saved, list };
    };

    test('a product is shown as it was last saved, and to its tenant only', async () => {
      const { tenant, saved } = await tenantWith([{ description: 'One', metadata: { a: 'b' } }]);
      const other = await createTenant();
      const id = saved[0]?.facts.id ?? buildId('prod');
      const look = (at: typeof tenant) =>
        at.read(async ({ products }) => [
          await products.find(id),
          ...(await products.list({}, { limit: 10, after: null })),
        ]);

      expect(await look(tenant)).toEqual([...saved, ...saved].map(productView));
      expect(await look(other)).toEqual([undefined]);
    });

    test('laws 1 and 2: products are listed newest first, slice by slice', async () => {
      const { list } = await tenantWith(['A', 'B', 'C', 'D'].map((code) => ({ code })));

      expect(await list({})).toEqual(['D', 'C', 'B', 'A']);
      expect(await list({}, 2)).toEqual(['D', 'C']);
      expect(await list({}, 2, 2)).toEqual(['B', 'A']);
      expect(await list({}, 2, 0)).toEqual([]);
    });

    test('a code finds its product whole and as it is written', async () => {
      const { list } = await tenantWith([{ code: 'crm_1' }, { code: 'CRM_1' }, { code: 'crmx1' }]);

      expect(await list({ code: 'crm_1' })).toEqual(['crm_1']);
      expect(await list({ code: 'crm' })).toEqual([]);
    });

    test('a search looks in names and codes, for what it says, whatever the case', async () => {
      const { list, saved } = await tenantWith([
        { code: 'one', name: 'ÜBER 100% \\ more' },
        { code: 'two_uber', name: 'Plain' },
        { code: 'three', name: 'Uber' },
        { code: 'four', name: 'Other', description: 'uber' },
      ]);

      expect(await list({ search: 'über' })).toEqual(['three', 'two_uber', 'one']);
      expect(await list({ search: 'UBER' })).toEqual(['three', 'two_uber', 'one']);
      expect(await list({ search: saved[0]?.facts.id })).toEqual(['one']);
      expect(await list({ search: 'prod_' })).toEqual(['four', 'three', 'two_uber', 'one']);
      expect(await list({ search: '100%' })).toEqual(['one']);
      expect(await list({ search: 'two_' })).toEqual(['two_uber']);
      expect(await list({ search: '\\' })).toEqual(['one']);
      expect(await list({ search: '%' })).toEqual([]);
    });

    test('a search follows what is changed, and forgets what is removed', async () => {
      const { tenant, saved, list } = await tenantWith([{ name: 'Before' }, { name: 'Removed' }]);
      await tenant.run(async ({ products }) => {
        const [changed, removed] = saved;
        if (changed !== undefined) await products.save(changed.change({ name: 'After' }, nextDay));
        if (removed !== undefined) await products.delete(removed.delete(nextDay));
      });

      expect(await list({ search: 'after' })).toEqual([saved[0]?.facts.code]);
      expect(await list({ search: 'before' })).toEqual([]);
      expect(await list({ search: 'removed' })).toEqual([]);
    });

    test('a range of time holds its bounds or leaves them out, as it says', async () => {
      const { list } = await tenantWith([{ code: 'A' }, { code: 'B' }, { code: 'C' }]);
      const at = later(someday, 1000);

      expect(await list({ createdAt: { gte: at } })).toEqual(['C', 'B']);
      expect(await list({ createdAt: { gt: at } })).toEqual(['C']);
      expect(await list({ createdAt: { lte: at } })).toEqual(['B', 'A']);
      expect(await list({ createdAt: { lt: at }, search: 'a' })).toEqual(['A']);
    });
  });
};

/** The laws of `PlanQueries`. */
export const planQueriesContract = (name: string, open: OpenCatalog): void => {
  describe(`PlanQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A tenant with two products and a plan of each kind, each a second after the one before. */
    const tenantWithPlans = async () => {
      const tenant = await createTenant();
      const [one, two] = await tenant.run(async ({ products }) => [
        (await products.save(buildProduct())).facts.id,
        (await products.save(buildProduct())).facts.id,
      ]);
      const at = (seconds: number) => later(someday, seconds * 1000);
      const saved = await tenant.run(async ({ plans }) => [
        await plans.save(buildPlan(one, { code: 'draft', name: 'ÖDE', at: at(0) })),
        await plans.save(buildPlan(one, { code: 'active', at: at(1) }).activate(nextDay)),
        await plans.save(buildPlan(two, { code: 'old_1', at: at(2) }).archive(nextDay)),
        await plans.save(buildPlan(two, { code: 'second', name: '5% \\', at: at(3) })),
      ]);
      const list = async (filter: PlanFilter, limit = 100, after = -1) => {
        const key = saved[after]?.facts.id ?? null;
        const views = await tenant.read(({ plans }) => plans.list(filter, { limit, after: key }));
        return views.map(({ code }) => code);
      };
      return { tenant, saved, list, one, two, at };
    };

    test('law 3: a plan is found by its id as it was last saved, an archived one too', async () => {
      const { tenant, saved } = await tenantWithPlans();

      const seen = await tenant.read(({ plans }) =>
        inTurn(saved, ({ facts }) => plans.find(facts.id)),
      );

      expect(seen).toEqual(saved.map(planView));
      expect(seen.map((view) => view?.status)).toEqual(['draft', 'active', 'archived', 'draft']);
    });

    test('a listed plan is the same as a found one; another tenant’s is neither', async () => {
      const { tenant, saved } = await tenantWithPlans();
      const other = await createTenant();

      const listed = await tenant.read(({ plans }) =>
        plans.list({ status: 'all' }, { limit: 10, after: null }),
      );

      expect(listed).toEqual(saved.map(planView).toReversed());
      const seen = await other.read(async ({ plans }) => [
        saved[0] && (await plans.find(saved[0].facts.id)),
        ...(await plans.list({ status: 'all' }, { limit: 10, after: null })),
      ]);
      expect(seen).toEqual([undefined]);
    });

    test('laws 1 and 2: plans are listed newest first, slice by slice', async () => {
      const { list } = await tenantWithPlans();

      expect(await list({ status: 'all' })).toEqual(['second', 'old_1', 'active', 'draft']);
      expect(await list({ status: 'all' }, 2)).toEqual(['second', 'old_1']);
      expect(await list({ status: 'all' }, 2, 2)).toEqual(['active', 'draft']);
      expect(await list({}, 2)).toEqual(['second', 'active']);
      expect(await list({}, 2, 1)).toEqual(['draft']);
    });

    test('a status finds its plans; where none is asked for, all but the archived', async () => {
      const { list } = await tenantWithPlans();

      expect(await list({})).toEqual(['second', 'active', 'draft']);
      expect(await list({ status: 'draft' })).toEqual(['second', 'draft']);
      expect(await list({ status: 'active' })).toEqual(['active']);
      expect(await list({ status: 'archived' })).toEqual(['old_1']);
    });

    test('product, code, search and time find their plans, alone and together', async () => {
      const { list, one, two, at } = await tenantWithPlans();

      expect(await list({ productId: one })).toEqual(['active', 'draft']);
      expect(await list({ productId: two, status: 'archived' })).toEqual(['old_1']);
      expect(await list({ productId: buildId('prod'), status: 'all' })).toEqual([]);
      expect(await list({ code: 'active' })).toEqual(['active']);
      expect(await list({ code: 'ACTIVE' })).toEqual([]);
      expect(await list({ search: 'öde' })).toEqual(['draft']);
      expect(await list({ search: 'TEAM' })).toEqual(['active']);
      expect(await list({ search: '5%' })).toEqual(['second']);
      expect(await list({ search: '\\' })).toEqual(['second']);
      expect(await list({ search: 'old_', status: 'all' })).toEqual(['old_1']);
      expect(await list({ search: '%', status: 'all' })).toEqual([]);
      expect(await list({ createdAt: { gt: at(0), lte: at(3) } })).toEqual(['second', 'active']);
      expect(await list({ createdAt: { gte: at(0), lt: at(1) }, productId: one })).toEqual([
        'draft',
      ]);
    });

    test('a search follows what is changed', async () => {
      const { tenant, saved, list } = await tenantWithPlans();
      await tenant.run(async ({ plans }) => {
        const [draft] = saved;
        if (draft?.status !== 'draft') return;
        await plans.save(draft.change({ name: 'After' }, () => buildId('price'), nextDay));
      });

      expect(await list({ search: 'after' })).toEqual(['draft']);
      expect(await list({ search: 'öde' })).toEqual([]);
    });
  });
};
