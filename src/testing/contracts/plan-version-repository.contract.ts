import { describe, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads, PlanVersionFilter } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { ActivePlan } from '#domain/catalog/plan.ts';
import type { PlanTermsChanges } from '#domain/catalog/plan-terms.ts';
import type { AnyPlanVersion } from '#domain/catalog/plan-version.ts';
import {
  DraftPlanVersion,
  firstVersionOf,
  PublishedPlanVersion,
} from '#domain/catalog/plan-version.ts';
import type { Price } from '#domain/catalog/price.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import { later } from '#domain/shared/time.ts';
import { buildId, buildPlan, buildProduct, nextDay, someday, weekLater } from '../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../harness.ts';
import { inTurn, storageUnderTest } from '../harness.ts';

type OpenCatalog = OpenStorage<TenantRepositories & CatalogRepositories, CatalogReads>;

/** A draft of a plan's version, a second younger than the one before. */
const buildVersion = (
  plan: Pick<ActivePlan, 'facts'>,
  number: number,
  changes: PlanTermsChanges = {},
): DraftPlanVersion => {
  const at = later(someday, number * 1000);
  const made = { id: buildId('ver', at), number, drawId: () => buildId('price') };
  return DraftPlanVersion.create(plan, made, { trialDays: number, ...changes }, at);
};

/** Stores a plan that is on offer, with its first version. */
const offered = (tenant: TenantUnderTest<CatalogRepositories, unknown>) =>
  tenant.run(async ({ products, plans, planVersions }) => {
    const product = await products.save(buildProduct());
    const plan = buildPlan(product.facts.id).activate(someday);
    await plans.save(plan);
    const first = await planVersions.save(firstVersionOf(plan));
    return { plan, first };
  });

const save = (
  tenant: TenantUnderTest<CatalogRepositories, unknown>,
  version: AnyPlanVersion,
): Promise<AnyPlanVersion> => tenant.run(({ planVersions }) => planVersions.save(version));

const requireDraft = (version: AnyPlanVersion | undefined): DraftPlanVersion => {
  if (version?.status !== 'draft') throw new Error('It is a draft.');
  return version;
};

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

/** The laws of `PlanVersionQueries`. */
export const planVersionQueriesContract = (name: string, open: OpenCatalog): void => {
  describe(`PlanVersionQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 8: all published versions of a plan come by their numbers', async () => {
      const tenant = await createTenant();
      const [{ plan, first }, other] = [await offered(tenant), await offered(tenant)];
      const [second, third] = [buildVersion(plan, 2), buildVersion(plan, 3)];
      const drafts = [await save(tenant, third), await save(tenant, second)];
      await save(tenant, requireDraft(drafts[0]).publish(nextDay));

      const found = await tenant.run(async ({ planVersions }) => [
        await planVersions.published(plan.facts.id),
        await planVersions.published(other.plan.facts.id),
        await planVersions.published(buildId('plan')),
      ]);

      const ids = found.map((each) => each.map(({ id }) => id));
      expect(ids).toEqual([[first.facts.id, third.facts.id], [other.first.facts.id], []]);
    });

    test('law 9: a meter is priced by whatever names it, a draft or archived, too', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [inPlan, inDraft, inLimit, nowhere] = [1, 2, 3, 4].map(() => buildId('mtr'));
      const { plan } = await offered(tenant);
      const usage = (meterId = buildId('mtr')) =>
        ({ name: 'Calls', kind: 'usage', model: 'per_unit', unitAmount: '1', meterId }) as const;
      const limit = { code: 'calls', kind: 'limit', limit: '5' } as const;
      await tenant.run(({ plans }) => {
        const { productId } = plan.facts;
        return plans.save(buildPlan(productId, { prices: [usage(inPlan)] }).archive(nextDay));
      });
      await save(tenant, buildVersion(plan, 2, { prices: [usage(inDraft)] }));
      const limited = [{ ...limit, meterId: inLimit ?? buildId('mtr') }];
      const published = await save(tenant, buildVersion(plan, 3, { features: limited }));
      await save(tenant, requireDraft(published).publish(nextDay));
      const areIn = (at: typeof tenant) =>
        at.run(({ planVersions }) =>
          inTurn([inPlan, inDraft, inLimit, nowhere], (meterId = buildId('mtr')) =>
            planVersions.pricesMeter(meterId),
          ),
        );

      expect(await areIn(tenant)).toEqual([true, true, true, false]);
      expect(await areIn(other)).toEqual([false, false, false, false]);
    });

    test('law 10: one with usage in advance is found, once it is published', async () => {
      const [tenant, meterId] = [await createTenant(), buildId('mtr')];
      const { plan } = await offered(tenant);
      const found = () => tenant.run(({ planVersions }) => planVersions.anyChargingWithinPeriods());
      const usage = { name: 'Calls', kind: 'usage', meterId, model: 'per_unit' } as const;
      const inArrears = { ...usage, unitAmount: '1' };
      const inAdvance = { ...inArrears, billed: 'in_advance' } as const;
      const publish = async (number: number, price: object) => {
        const prices = [{ ...inArrears, ...price }];
        const saved = requireDraft(await save(tenant, buildVersion(plan, number, { prices })));
        return save(tenant, saved.publish(nextDay));
      };

      await publish(2, inArrears);
      expect(await found()).toBeUndefined();
      const published = await publish(3, inAdvance);

      expect(await found()).toBe(published.facts.id);
    });

    test('law 10: one that is published and has thresholds is found, or nothing', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const { plan } = await offered(tenant);
      const found = (at: typeof tenant) =>
        at.run(({ planVersions }) => planVersions.anyChargingWithinPeriods());
      const hundred = Money.of(10_000n, plan.facts.terms.currency);
      const usageThresholds = { amounts: [hundred, hundred.plus(hundred)], every: hundred };
      const draft = buildVersion(plan, 2, { usageThresholds });

      const before = [await found(tenant)];
      const saved = requireDraft(await save(tenant, draft));
      before.push(await found(tenant));
      const published = await save(tenant, saved.publish(nextDay));

      expect(before).toEqual([undefined, undefined]);
      expect([await found(tenant), await found(other)]).toEqual([published.facts.id, undefined]);
      const stored = await tenant.run(({ planVersions }) =>
        planVersions.find([published.facts.id]),
      );
      expect(stored[0]?.terms.usageThresholds).toEqual(usageThresholds);
    });

    test('laws 1 to 3: versions are shown by number, and listed newest first', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [{ plan, first }, { plan: second }] = [await offered(tenant), await offered(tenant)];
      const draft = await save(tenant, buildVersion(plan, 2));
      await save(tenant, buildVersion(second, 2));
      const { id: planId } = plan.facts;

      const list = (at: typeof tenant, filter: Partial<PlanVersionFilter>, limit = 10) =>
        at.read(({ planVersions }) =>
          planVersions.list({ planId, ...filter }, { limit, after: null }),
        );
      const rest = await tenant.read(({ planVersions }) =>
        planVersions.list({ planId }, { limit: 10, after: draft.facts.id }),
      );
      const found = await tenant.read(async ({ planVersions }) => [
        await planVersions.find(planId, 2),
        await planVersions.find(planId, 3),
      ]);

      expect(await list(tenant, {})).toEqual([draft, first].map(planVersionView));
      expect(await list(tenant, {}, 1)).toEqual([planVersionView(draft)]);
      expect(rest).toEqual([planVersionView(first)]);
      expect(await list(tenant, { status: 'draft' })).toEqual([planVersionView(draft)]);
      expect(await list(tenant, { status: 'published' })).toEqual([planVersionView(first)]);
      expect(found).toEqual([planVersionView(draft), undefined]);
      expect(await list(other, {})).toEqual([]);
    });
  });
};
