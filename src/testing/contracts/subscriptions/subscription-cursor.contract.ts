import { describe, expect, test } from 'vitest';
import type { MovedCursor, SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import { upcomingNotice } from '#domain/invoicing/upcoming.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';
import {
  buildSubscription,
  euros,
  storeAgreeing,
  storeSubscription,
} from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenSubscriptions = OpenStorage<SubscriptionRepositories>;

/** Law 5 of `SubscriptionRepository`, and those of `SubscriptionCursorRepository`. */
export const subscriptionCursorContract = (name: string, open: OpenSubscriptions): void => {
  describe(`SubscriptionCursorRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 5: those that may still charge come with their cursors, by id', async () => {
      const tenant = await createTenant();
      const [one, other, unasked] = await tenant.run(async (repositories) => [
        await storeAgreeing(repositories),
        await storeAgreeing(repositories),
        await storeAgreeing(repositories),
      ]);
      const subscriptions = [
        buildSubscription(one.customerId, one.plan),
        buildSubscription(one.customerId, one.plan),
        buildSubscription(one.customerId, one.plan),
        buildSubscription(one.customerId, one.plan),
        buildSubscription(other.customerId, other.plan),
        buildSubscription(unasked.customerId, unasked.plan),
      ];
      const cursors: readonly (Cursor | undefined)[] = [
        { settledThrough: someday, nextDueAt: nextDay, noticedThrough: null },
        { settledThrough: null, nextDueAt: weekLater, noticedThrough: null },
        { settledThrough: someday, nextDueAt: null, noticedThrough: null },
        undefined,
        { settledThrough: nextDay, nextDueAt: weekLater, noticedThrough: null },
        { settledThrough: null, nextDueAt: nextDay, noticedThrough: null },
      ];
      await tenant.run(async (repositories) => {
        for (const each of subscriptions) await repositories.subscriptions.save(each);
        const moved = subscriptions.flatMap(({ facts: { id, customerId } }, index) => {
          const cursor = cursors[index];
          return cursor === undefined ? [] : [{ subscriptionId: id, customerId, cursor }];
        });
        await repositories.subscriptionCursors.save(moved.toReversed());
      });

      const tracked = await tenant.run((repositories) =>
        repositories.subscriptions.ofCustomers([other.customerId, one.customerId]),
      );

      const expected = [0, 1, 4].map((index) => ({
        facts: { ...subscriptions[index]?.facts, version: 1 },
        cursor: cursors[index],
      }));
      expect(tracked).toEqual(expected);
    });

    test('law 1: a cursor is moved, and no version is raised', async () => {
      const tenant = await createTenant();
      const { customerId, subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories),
      );
      const move = (subscriptionId: SubscriptionId, cursor: Cursor) =>
        tenant.run(({ subscriptionCursors }) =>
          subscriptionCursors.save([{ subscriptionId, customerId, cursor }]),
        );
      const { id } = subscription.facts;

      await move(id, { settledThrough: null, nextDueAt: someday, noticedThrough: null });
      await move(id, { settledThrough: someday, nextDueAt: nextDay, noticedThrough: null });

      const tracked = await tenant.run(({ subscriptions }) =>
        subscriptions.ofCustomers([customerId]),
      );
      expect(tracked).toEqual([
        {
          facts: subscription.facts,
          cursor: { settledThrough: someday, nextDueAt: nextDay, noticedThrough: null },
        },
      ]);
      const ofNobody = move(buildId('sub'), {
        settledThrough: null,
        nextDueAt: null,
        noticedThrough: null,
      });
      await expect(ofNobody).rejects.toThrow(InvariantViolation);
    });

    test('law 2: what was told stays told, law 3: and the notice is recorded', async () => {
      const tenant = await createTenant();
      const { customerId, subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories),
      );
      const { id: subscriptionId, currency } = subscription.facts;
      const noticed = (at: Instant | null): readonly MovedCursor[] => {
        const cursor = { settledThrough: someday, nextDueAt: weekLater, noticedThrough: at };
        return [{ subscriptionId, customerId, cursor }];
      };
      const totals = totalsOf([untaxedSums(euros(4900n))], currency, euros(0n));
      const upcoming = { ...totals, customerId, currency, at: nextDay };
      const notice = upcomingNotice({ ...upcoming, subscriptionIds: [subscriptionId] }, someday);

      const before = await tenant.events();
      await tenant.run(({ subscriptionCursors }) =>
        subscriptionCursors.save(noticed(nextDay), [{ events: [notice] }]),
      );
      const told = (await tenant.events()).slice(before.length);
      const seen: (Instant | null | undefined)[] = [];
      for (const at of [null, someday, weekLater]) {
        await tenant.run(({ subscriptionCursors }) => subscriptionCursors.save(noticed(at)));
        const [found] = await tenant.run(({ subscriptions }) =>
          subscriptions.ofCustomers([customerId]),
        );
        seen.push(found?.cursor.noticedThrough);
      }

      expect(told).toMatchObject([{ type: 'invoice.upcoming', subjectId: customerId }]);
      expect(seen).toEqual([nextDay, nextDay, weekLater]);
    });
  });
};

/** The laws of `NoticeSchedule`. */
export const noticeScheduleContract = (name: string, open: OpenSubscriptions): void => {
  describe(`NoticeSchedule: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    /** A customer who is due in 40 days, told or not, or whose account is due otherwise. */
    const storeDue = async (
      repositories: SubscriptionRepositories,
      { noticedThrough = null, dueAt = inDays(40) }: Partial<Due> = {},
    ): Promise<CustomerId> => {
      const { customerId, subscription } = await storeSubscription(repositories);
      const { id: subscriptionId } = subscription.facts;
      const cursor = { settledThrough: someday, nextDueAt: inDays(40), noticedThrough };
      await repositories.subscriptionCursors.save([{ subscriptionId, customerId, cursor }]);
      await repositories.billingAccounts.schedule(new Map([[customerId, dueAt]]));
      return customerId;
    };

    test('law 1: who is to be told earlier is looked at in time, and nobody later', async () => {
      const tenant = await createTenant();
      const bystander = await createTenant();
      const store = (due: Partial<Due> = {}) =>
        tenant.run((repositories) => storeDue(repositories, due));
      const untold = await store();
      const told = await store({ noticedThrough: inDays(40) });
      const sooner = await store({ dueAt: someday });
      const never = await store({ dueAt: null });
      const elsewhere = await bystander.run((repositories) => storeDue(repositories));

      await tenant.run(({ noticeSchedule }) => noticeSchedule.setDays(10));

      const dueAts = async (of: typeof tenant, ids: readonly CustomerId[]) => {
        const { accounts } = await of.run(({ billingAccounts }) => billingAccounts.lock(ids));
        return new Map(accounts.map(({ customerId, dueAt }) => [customerId, dueAt]));
      };
      const seen = await dueAts(tenant, [untold, told, sooner, never]);
      const lookAt = seen.get(untold) ?? inDays(40);
      expect(lookAt).toBeLessThanOrEqual(inDays(30));
      expect(lookAt).toBeGreaterThan(inDays(28));
      expect([told, sooner, never].map((id) => seen.get(id))).toEqual([inDays(40), someday, null]);
      expect([...(await dueAts(bystander, [elsewhere])).values()]).toEqual([inDays(40)]);
    });
  });
};

interface Due {
  readonly noticedThrough: Instant | null;
  readonly dueAt: Instant | null;
}

const inDays = (days: number): Instant => later(someday, days * dayMilliseconds);
