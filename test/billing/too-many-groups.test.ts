import { describe, expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { ChargeProgress } from '#application/subscriptions/runs/charge-progress.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { groupsMax } from '#domain/charging/counted-usage.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import { addAdvanceMeters, advancePlans, call } from './advance-shop.ts';
import { onBothStorages } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { usagePorts } from './usage-shop.ts';

// Usage in advance whose events have more groups than a price is charged for.

const time = '2026-06-02T00:00:00Z';

const usageOf = ({ storage: { unitOfWork, reads } }: PlanShop) =>
  usageUseCases({ unitOfWork, reads, ...usagePorts });

/** Sends calls, each of a region of its own. */
const callFromEachRegion = async (shop: PlanShop, count: number): Promise<void> => {
  const { customerId, context } = shop;
  const events = Array.from({ length: count }, (_, at) => ({
    id: `region-${at}`,
    type: 'call',
    time,
    customerId,
    data: { region: `r${at}` },
  }));
  for (let first = 0; first < count; first += 1000) {
    await usageOf(shop).record.execute(context, { events: events.slice(first, first + 1000) });
  }
};

const issuesOf = async ({ invoices, context }: PlanShop) =>
  (await invoices.listIssues.execute(context, {})).data;

/** Looks at the usage of customers with repositories of which some fail. */
const lookWith = (
  { storage, hash, context }: PlanShop,
  customerIds: readonly PlanShop['customerId'][],
  failing: Partial<SubscriptionRepositories> = {},
) => {
  const unitOfWork: UnitOfWork<SubscriptionRepositories> = {
    run: (who, work) =>
      storage.unitOfWork.run(who, (repositories, run) =>
        work({ ...repositories, ...failing }, run),
      ),
  };
  const runBilling = new RunBilling({ unitOfWork: storage.unitOfWork, hash, failed: () => {} });
  return new ChargeProgress({ unitOfWork, hash, runBilling }).execute(context, { customerIds });
};

onBothStorages(advancePlans, (openShop) => {
  const openCrowded = async () => {
    const shop = await openShop(undefined, '2026-06-01T00:00:00Z');
    await addAdvanceMeters(shop);
    await shop.subscribe('regional');
    expect(await call(shop, 2, time, { region: 'eu' })).toBe(1);
    await callFromEachRegion(shop, groupsMax);
    return shop;
  };

  describe('too many groups of usage in advance', () => {
    test('set the account aside once, and are charged once when some are cancelled', async () => {
      const shop = await openCrowded();

      const looks = [await shop.progress(), await shop.progress()];
      const issues = await issuesOf(shop);
      await usageOf(shop).cancel.execute(shop.context, {
        events: [{ id: 'region-0' }],
        reason: 'Sent twice.',
      });
      const [issue] = issues;
      if (issue === undefined) throw new Error('There is an issue.');
      await shop.invoices.retryIssue.execute(shop.context, { issueId: issue.id });
      const later = [await shop.progress(), await shop.progress()];

      expect(looks).toEqual([{ invoices: 0 }, { invoices: 0 }]);
      expect(issues.map(({ code, detail }) => [code, detail.slice(0, 21)])).toEqual([
        ['failed', 'The price is "Calls".'],
      ]);
      expect(shop.failures).toEqual([expect.any(TooManyGroups)]);
      expect(later).toEqual([{ invoices: 1 }, { invoices: 0 }]);
      const { data } = await shop.invoices.list.execute(shop.context, { limit: 100 });
      expect(data.map(({ total }) => total.minor)).toEqual([999_900n, 200n]);
    }, 120_000);

    test('are no reason to forecast nothing of others', async () => {
      const shop = await openCrowded();
      const { subscriptions, context } = shop;
      for (const _ of [1, 2, 3]) {
        await shop.subscribe('arrears', { customerId: await shop.newCustomer() });
      }

      const forecast = await subscriptions.forecast.execute(context, {
        until: '2026-07-02T00:00:00Z',
      });

      expect(forecast).toMatchObject({
        customers: 4,
        invoices: 3,
        customersSetAside: 1,
        setAside: [{ customerId: shop.customerId, code: 'failed' }],
      });
      expect(forecast.setAside[0]?.detail).toContain('The price is "Calls".');
    }, 120_000);

    test('of one of several customers leave the others to be looked at alone', async () => {
      const shop = await openCrowded();
      const other = await shop.newCustomer();
      await shop.subscribe('regional', { customerId: other });

      await expect(lookWith(shop, [shop.customerId, other])).rejects.toThrow(TooManyGroups);

      expect(await issuesOf(shop)).toEqual([]);
    }, 120_000);
  });

  test('usage that cannot be charged for the moment is no issue', async () => {
    const shop = await openShop(undefined, '2026-06-01T00:00:00Z');
    await addAdvanceMeters(shop);
    await shop.subscribe('regional');
    for (const error of [new Unavailable(), new CustomerBusy()]) {
      const usageTallies = { within: () => Promise.reject(error) };
      const look = lookWith(shop, [shop.customerId], { usageTallies });

      await expect(look).rejects.toBe(error);
    }
    expect(await issuesOf(shop)).toEqual([]);
  });
});
