import { describe, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads } from '#application/catalog/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import {
  DraftPlanVersion,
  firstVersionOf,
  PublishedPlanVersion,
} from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { buildId, nextDay, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import {
  buildVersion,
  offered,
  requireDraft,
  saveVersion as save,
} from '../../plan-version-builders.ts';

type OpenCatalog = OpenStorage<TenantRepositories & CatalogRepositories, CatalogReads>;

/** The laws of `PlanVersionRepository`. */
export const planVersionContract = (name: string, open: OpenCatalog): void => {
  describe(`PlanVersionRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const tenantWithPlan = async () => {
      const tenant = await createTenant();
      return { tenant, ...(await offered(tenant)) };
    };

    test('law 1: published versions are found by their ids, drafts are not', async () => {
      const [{ tenant, plan, first }, other] = [await tenantWithPlan(), await createTenant()];
      const draft = await save(tenant, buildVersion(plan, 2));
      const ids = [first.facts.id, draft.facts.id, buildId('ver')];

      const find = (at: typeof tenant) => at.run(({ planVersions }) => planVersions.find(ids));
      const before = await find(tenant);
      await save(tenant, requireDraft(draft).publish(nextDay));
      const after = await find(tenant);

      expect(before).toEqual([first.facts]);
      expect(new Set(after.map(({ number }) => number))).toEqual(new Set([1, 2]));
      expect(await find(other)).toEqual([]);
      expect(await tenant.run(({ planVersions }) => planVersions.find([]))).toEqual([]);
    });

    test('law 2: a second version with the number of another is refused', async () => {
      const { tenant, plan } = await tenantWithPlan();
      const { facts } = firstVersionOf(plan);

      const again = new PublishedPlanVersion(facts);
      const twin = new PublishedPlanVersion({ ...facts, id: buildId('ver') });
      const draft = buildVersion(plan, 2);
      const ofNobody = new DraftPlanVersion({ ...draft.facts, planId: buildId('plan') });

      await expect(save(tenant, again)).rejects.toThrow(Error);
      await expect(save(tenant, twin)).rejects.toThrow(InvariantViolation);
      await expect(save(tenant, ofNobody)).rejects.toThrow(InvariantViolation);
      expect((await save(tenant, draft)).facts.version).toBe(1);
    });

    test('law 3: a version is found by its number as it was last saved', async () => {
      const [{ tenant, plan, first }, other] = [await tenantWithPlan(), await tenantWithPlan()];
      const draft = buildVersion(plan, 2).change({ trialDays: 7 }, () => buildId('price'), nextDay);
      await save(tenant, draft);

      const found = (at: typeof tenant, number: number) =>
        at.run(({ planVersions }) => planVersions.ofPlan(plan.facts.id, number));

      expect(await found(tenant, 1)).toEqual(first);
      expect((await found(tenant, 2))?.status).toBe('draft');
      expect((await found(tenant, 2))?.facts).toEqual({ ...draft.facts, version: 1 });
      expect(await found(tenant, 3)).toBeUndefined();
      expect(await found(other.tenant, 2)).toBeUndefined();
    });

    test('law 4: the last number is that of the newest version, drafts too', async () => {
      const [{ tenant, plan }, other] = [await tenantWithPlan(), await tenantWithPlan()];
      const last = (planId = plan.facts.id) =>
        tenant.run(({ planVersions }) => planVersions.lastNumber(planId));

      const numbers = [await last()];
      const second = requireDraft(await save(tenant, buildVersion(plan, 2)));
      numbers.push(await last());
      await tenant.run(({ planVersions }) => planVersions.delete(second.delete(nextDay)));
      numbers.push(await last(), await last(buildId('plan')), await last(other.plan.facts.id));

      expect(numbers).toEqual([1, 2, 1, 0, 0]);
    });

    test('law 5: what is saved comes back one version on, with no events left', async () => {
      const { tenant, plan } = await tenantWithPlan();
      const before = (await tenant.events()).length;

      const draft = requireDraft(await save(tenant, buildVersion(plan, 2)));
      const published = await save(tenant, draft.publish(nextDay));

      expect([draft, published].map(({ facts }) => facts.version)).toEqual([1, 2]);
      expect([draft.events, published.events]).toEqual([[], []]);
      const told = (await tenant.events()).slice(before);
      expect(told.map(({ type }) => type)).toEqual([
        'plan.version_created',
        'plan.version_published',
      ]);
    });

    test('law 6: of two who change or delete the same draft, one succeeds', async () => {
      const { tenant, plan } = await tenantWithPlan();
      const draft = requireDraft(await save(tenant, buildVersion(plan, 2)));

      const outcomes = await Promise.allSettled([
        save(tenant, draft.publish(nextDay)),
        tenant.run(({ planVersions }) => planVersions.delete(draft.delete(nextDay))),
      ]);

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]?.reason).toBeInstanceOf(VersionMismatch);
    });

    test('law 6: a published version is neither changed nor deleted', async () => {
      const { tenant, first } = await tenantWithPlan();
      const asDraft = new DraftPlanVersion({ ...first.facts, publishedAt: null });
      const changed = asDraft.change({ trialDays: 99 }, () => buildId('price'), weekLater);

      await expect(save(tenant, changed)).rejects.toThrow(VersionMismatch);
      const deleting = tenant.run(({ planVersions }) =>
        planVersions.delete(asDraft.delete(weekLater)),
      );
      await expect(deleting).rejects.toThrow(VersionMismatch);
      const found = await tenant.run(({ planVersions }) =>
        planVersions.ofPlan(first.facts.planId, 1),
      );
      expect(found).toEqual(first);
    });

    test('law 7: prices of published versions are told with their product', async () => {
      const [{ tenant, plan }, other] = [await tenantWithPlan(), await tenantWithPlan()];
      const price = { ...plan.facts.terms.prices[0], id: buildId('price') } as Price;
      const draft = buildVersion(plan, 2);
      const terms = { ...draft.facts.terms, prices: [price] };
      await save(tenant, new DraftPlanVersion({ ...draft.facts, terms }));
      const [own] = plan.facts.terms.prices;
      const ids = [own?.id ?? buildId('price'), price.id, buildId('price')];

      const find = (at: typeof tenant) => at.run((all) => all.planVersions.productsOf(ids));

      expect([...(await find(tenant))]).toEqual([[own?.id, plan.facts.productId]]);
      expect([...(await find(other.tenant))]).toEqual([]);
      expect((await tenant.run((all) => all.planVersions.productsOf([]))).size).toBe(0);
    });
  });
};
