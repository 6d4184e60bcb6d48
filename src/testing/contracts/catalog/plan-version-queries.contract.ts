import { describe, expect, test } from 'vitest';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { CatalogReads, PlanVersionFilter } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { Money } from '#domain/shared/money.ts';
import { buildId, buildPlan, nextDay } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { inTurn, storageUnderTest } from '../../harness.ts';
import {
  buildVersion,
  offered,
  requireDraft,
  saveVersion as save,
} from '../../plan-version-builders.ts';

type OpenCatalog = OpenStorage<TenantRepositories & CatalogRepositories, CatalogReads>;

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

    test('law 3: a plan and its version are shown with the policy that they state', async () => {
      const tenant = await createTenant();
      const { plan } = await offered(tenant);
      const billingPolicy = { preset: 'lago', cycle: 'restart', rounding: 'down' } as const;
      const draft = await save(tenant, buildVersion(plan, 2, { billingPolicy }));
      const published = requireDraft(draft).publish(nextDay);

      await save(tenant, published);
      const { id } = plan.facts;
      await tenant.run(async ({ plans }) => {
        const stored = await plans.find(id);
        if (stored?.status === 'active') await plans.save(stored.offer(published.facts, nextDay));
      });

      const shown = await tenant.read(async ({ plans, planVersions }) => [
        (await plans.find(id))?.billingPolicy,
        (await planVersions.find(id, 1))?.billingPolicy,
        (await planVersions.find(id, 2))?.billingPolicy,
      ]);
      expect(shown).toEqual([billingPolicy, null, billingPolicy]);
      const found = await tenant.run(({ planVersions }) => planVersions.find([draft.facts.id]));
      expect(found[0]?.terms.billingPolicy).toEqual(billingPolicy);
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
