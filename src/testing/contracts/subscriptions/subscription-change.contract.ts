import { describe, expect, test } from 'vitest';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { InvariantViolation, invariant } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import type { ItemDelta } from '#domain/subscriptions/changes/change.ts';
import { storeSubscription } from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import { buildChange, negotiatedTiers } from '../../change-builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenSubscriptions = OpenStorage<SubscriptionRepositories>;

const effectiveAt = (at: Instant) => ({ effective: { on: parseCalendarDate('2026-11-20'), at } });

const ofNextDay = parseCalendarDate('2026-11-20');

const deltaOf = (given: Pick<ItemDelta, 'override' | 'end'>): ItemDelta => ({
  priceId: buildId('price'),
  quantity: null,
  isIncluded: true,
  itemId: buildId('si'),
  ...given,
});

/** The laws of `SubscriptionChangeRepository`. */
export const subscriptionChangeContract = (name: string, open: OpenSubscriptions): void => {
  describe(`SubscriptionChangeRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    const openSubscription = async () => {
      const tenant = await createTenant();
      const { subscription } = await tenant.run((repositories) => storeSubscription(repositories));
      return { tenant, subscriptionId: subscription.facts.id };
    };

    test('law 1: what is added is found in every field, whatever its kind', async () => {
      const { tenant, subscriptionId } = await openSubscription();
      const changes = [
        buildChange(subscriptionId),
        buildChange(subscriptionId, {
          items: [],
          anchorOn: parseCalendarDate('2027-01-31'),
          timeZone: parseTimeZone('Pacific/Apia'),
          cycle: 'same_day',
          charge: 'next_invoice',
          creditAs: 'balance',
        }),
        buildChange(subscriptionId, {
          items: [
            deltaOf({ override: negotiatedTiers, end: { on: ofNextDay, at: nextDay } }),
            deltaOf({ override: null, end: null }),
          ],
        }),
        buildChange(subscriptionId, { kind: 'pause', items: [], decrease: 'keep_paid' }),
        buildChange(subscriptionId, { kind: 'resume', items: [], charge: 'none' }),
      ];

      const found = await tenant.run(async ({ subscriptionChanges }) => {
        for (const change of changes) await subscriptionChanges.add(change);
        const all = [];
        for (const { id } of changes) all.push(await subscriptionChanges.find(subscriptionId, id));
        return all;
      });

      expect(found).toEqual(changes);
    });

    test('law 1: a change of a subscription that there is not is refused', async () => {
      const { tenant } = await openSubscription();
      const change = buildChange(buildId('sub'));

      const added = tenant.run(({ subscriptionChanges }) => subscriptionChanges.add(change));

      await expect(added).rejects.toThrow(/subscription/);
    });

    test('law 2: those that lie ahead come by when they take effect, then by id', async () => {
      const { tenant, subscriptionId } = await openSubscription();
      const other = await tenant.run((repositories) => storeSubscription(repositories));
      const [first, second] = [buildId('chg'), buildId('chg')].toSorted();
      invariant(first !== undefined && second !== undefined, 'There are two.');
      const ahead = [
        buildChange(subscriptionId, { id: second, ...effectiveAt(nextDay) }),
        buildChange(subscriptionId, { id: first, ...effectiveAt(nextDay) }),
        buildChange(subscriptionId, { kind: 'pause', ...effectiveAt(later(someday, 1)) }),
      ];

      const scheduled = await tenant.run(async ({ subscriptionChanges }) => {
        for (const change of [
          ...ahead,
          buildChange(subscriptionId, effectiveAt(someday)),
          buildChange(subscriptionId, { ...effectiveAt(weekLater), takenBackAt: null }),
          buildChange(other.subscription.facts.id, effectiveAt(nextDay)),
        ]) {
          await subscriptionChanges.add(change);
        }
        const all = await subscriptionChanges.scheduled(subscriptionId, someday);
        const last = all.at(-1);
        invariant(last !== undefined, 'One lies ahead.');
        await subscriptionChanges.takeBack([last.id], someday);
        return subscriptionChanges.scheduled(subscriptionId, someday);
      });

      expect(scheduled.map(({ id }) => id)).toEqual([ahead[2]?.id, first, second]);
    });

    test('law 3: a change is taken back once, and says when', async () => {
      const { tenant, subscriptionId } = await openSubscription();
      const change = buildChange(subscriptionId);
      const takeBack = (at: Instant) =>
        tenant.run(({ subscriptionChanges }) => subscriptionChanges.takeBack([change.id], at));
      await tenant.run(({ subscriptionChanges }) => subscriptionChanges.add(change));

      await takeBack(nextDay);
      const again = takeBack(weekLater);

      await expect(again).rejects.toThrow(InvariantViolation);
      const found = await tenant.run(({ subscriptionChanges }) =>
        subscriptionChanges.find(subscriptionId, change.id),
      );
      expect(found?.takenBackAt).toBe(nextDay);
    });

    test('law 4: a change is found with its own subscription, and tenant, alone', async () => {
      const { tenant, subscriptionId } = await openSubscription();
      const stranger = await openSubscription();
      const other = await tenant.run((repositories) => storeSubscription(repositories));
      const change = buildChange(subscriptionId);
      await tenant.run(({ subscriptionChanges }) => subscriptionChanges.add(change));

      const found = await tenant.run(async ({ subscriptionChanges }) => [
        (await subscriptionChanges.find(subscriptionId, change.id))?.id,
        await subscriptionChanges.find(other.subscription.facts.id, change.id),
        await subscriptionChanges.find(subscriptionId, buildId('chg')),
      ]);
      const seen = await stranger.tenant.run(({ subscriptionChanges }) =>
        subscriptionChanges.find(subscriptionId, change.id),
      );

      expect(found).toEqual([change.id, undefined, undefined]);
      expect(seen).toBeUndefined();
    });
  });
};
