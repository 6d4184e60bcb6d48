import { describe, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads } from '#application/catalog/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { PlanCodeTaken, UnknownProduct } from '#domain/catalog/errors.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { Money } from '#domain/shared/money.ts';
import {
  buildId,
  buildPlan,
  buildPrice,
  buildProduct,
  flatAmountOf,
  nextDay,
} from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenCatalog = OpenStorage<TenantRepositories & CatalogRepositories, CatalogReads>;

/** The laws of `PlanRepository`. */
export const planRepositoryContract = (name: string, open: OpenCatalog): void => {
  describe(`PlanRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const tenantWithProduct = async () => {
      const tenant = await createTenant();
      const product = await tenant.run(({ products }) => products.save(buildProduct()));
      return { tenant, productId: product.facts.id };
    };

    test('law 1: a plan is found as it was last saved, its prices in their order', async () => {
      const { tenant, productId } = await tenantWithProduct();
      const yen = parseCurrencyCode('JPY');
      const plan = buildPlan(productId, {
        description: 'Zoë %_\\',
        metadata: { tier: 'gold' },
        currency: 'JPY',
        interval: { unit: 'year', count: 2 },
        trialDays: 30,
        prices: [
          buildPrice({ name: 'Most', amount: Money.of(9_007_199_254_740_991n, yen) }),
          buildPrice({ name: 'Nothing', amount: Money.of(0n, yen), billed: 'in_arrears' }),
          buildPrice({ name: 'Another', amount: Money.of(1n, yen) }),
        ],
      });

      const saved = await tenant.run(({ plans }) => plans.save(plan));

      const found = await tenant.run(async ({ plans }) => [
        await plans.find(plan.facts.id),
        await plans.find(buildId('plan')),
      ]);
      expect(found).toEqual([saved, undefined]);
      expect(found[0]?.facts).toEqual({ ...plan.facts, version: 1 });
      const amounts = found[0]?.facts.terms.prices.map(flatAmountOf);
      expect(amounts).toEqual([9_007_199_254_740_991n, 0n, 1n]);
    });

    test('law 1: a plan is found in the state that it was saved in', async () => {
      const { tenant, productId } = await tenantWithProduct();
      const draft = buildPlan(productId, { prices: [] });
      const active = buildPlan(productId).activate(nextDay);
      const archivedDraft = buildPlan(productId, { prices: [] }).archive(nextDay);
      const archived = buildPlan(productId).activate(nextDay).archive(nextDay);
      const all = [draft, active, archivedDraft, archived];

      const found = await tenant.run(async ({ plans }) => {
        const read = [];
        for (const plan of all) {
          await plans.save(plan);
          read.push(await plans.find(plan.facts.id));
        }
        return read;
      });

      expect(found.map((plan) => plan?.status)).toEqual(all.map(({ status }) => status));
      expect(found.map((plan) => plan?.facts)).toEqual(
        all.map(({ facts }) => ({ ...facts, version: 1 })),
      );
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const { tenant, productId } = await tenantWithProduct();
      const draft = buildPlan(productId);

      const first = await tenant.run(({ plans }) => plans.save(draft.activate(nextDay)));
      const second = await tenant.run(async ({ plans }) =>
        first.status === 'active' ? plans.save(first.archive(nextDay)) : undefined,
      );

      expect([first.facts.version, second?.facts.version]).toEqual([1, 2]);
      expect([first.events, second?.events]).toEqual([[], []]);
      expect(second?.status).toBe('archived');
      const types = (await tenant.events()).slice(2).map(({ type }) => type);
      expect(types).toEqual(['plan.created', 'plan.activated', 'plan.archived']);
    });

    test('law 3: of two who change the same state, one succeeds', async () => {
      const { tenant, productId } = await tenantWithProduct();
      const saved = await tenant.run(({ plans }) => plans.save(buildPlan(productId)));
      if (saved.status !== 'draft') throw new Error('A draft was saved as something else.');

      const outcomes = await Promise.allSettled([
        tenant.run(({ plans }) => plans.save(saved.activate(nextDay))),
        tenant.run(({ plans }) => plans.save(saved.archive(nextDay))),
      ]);

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toBeInstanceOf(VersionMismatch);
      const found = await tenant.run(({ plans }) => plans.find(saved.facts.id));
      expect(found?.facts.version).toBe(2);
    });

    test('law 4: a code is taken by a plan that is not archived, in one tenant', async () => {
      const [{ tenant, productId }, other] = [await tenantWithProduct(), await tenantWithProduct()];
      const plan = (code: string) => buildPlan(productId, { code });
      await tenant.run(async ({ plans }) => {
        await plans.save(plan('draft'));
        await plans.save(plan('active').activate(nextDay));
        await plans.save(plan('archived').archive(nextDay));
      });

      for (const code of ['draft', 'active']) {
        const twin = tenant.run(({ plans }) => plans.save(plan(code)));
        await expect(twin).rejects.toThrow(PlanCodeTaken);
      }
      const free = await tenant.run(async ({ plans }) => [
        await plans.save(plan('archived')),
        await plans.save(plan('archived').archive(nextDay)),
        await plans.save(plan('DRAFT')),
      ]);
      const elsewhere = await other.tenant.run(({ plans }) =>
        plans.save(buildPlan(other.productId, { code: 'draft' })),
      );
      expect([...free, elsewhere].map(({ facts }) => facts.version)).toEqual([1, 1, 1, 1]);
    });

    test('law 4: an archived plan is not restored while its code is taken', async () => {
      const { tenant, productId } = await tenantWithProduct();
      const archived = await tenant.run(async ({ plans }) => {
        const saved = await plans.save(buildPlan(productId, { code: 'team' }).archive(nextDay));
        await plans.save(buildPlan(productId, { code: 'team' }));
        return saved;
      });

      const restoring = tenant.run(async ({ plans }) => {
        if (archived.status === 'archived') await plans.save(archived.restore(nextDay));
      });

      await expect(restoring).rejects.toThrow(PlanCodeTaken);
      expect(await tenant.run(({ plans }) => plans.find(archived.facts.id))).toEqual(archived);
    });

    test('law 5: a plan is refused whose product is unknown, or another tenant’s', async () => {
      const [{ tenant }, other] = [await tenantWithProduct(), await tenantWithProduct()];

      for (const productId of [buildId('prod'), other.productId]) {
        const plan = buildPlan(productId);
        const save = tenant.run(({ plans }) => plans.save(plan));
        await expect(save).rejects.toThrow(UnknownProduct);
        expect(await tenant.run(({ plans }) => plans.find(plan.facts.id))).toBeUndefined();
      }
    });

    test('a plan and a product of one tenant are not there for another', async () => {
      const [{ tenant, productId }, other] = [await tenantWithProduct(), await tenantWithProduct()];
      const saved = await tenant.run(({ plans }) => plans.save(buildPlan(productId)));

      const found = await other.tenant.run(async ({ products, plans }) => [
        await products.find(productId),
        await plans.find(saved.facts.id),
      ]);
      const [theft] = await Promise.allSettled([
        other.tenant.run(async ({ plans }) => {
          if (saved.status === 'draft') await plans.save(saved.archive(nextDay));
        }),
      ]);

      expect(found).toEqual([undefined, undefined]);
      expect(theft.status).toBe('rejected');
      expect(await tenant.run(({ plans }) => plans.find(saved.facts.id))).toEqual(saved);
    });
  });
};
