import { describe, expect, test } from 'vitest';
import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { CustomerInUse, CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { later } from '#domain/shared/time.ts';
import { accountsDue } from '../../billing-builders.ts';
import { buildId, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories & ChargingRepositories;
type Tenant = TenantUnderTest<Repositories, unknown>;

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

const idsOf = (accounts: readonly { readonly customerId: CustomerId }[]) =>
  accounts.map(({ customerId }) => customerId);

/** The laws of `BillingAccountRepository`. */
export const billingAccountContract = (name: string, open: OpenStorage<Repositories>): void => {
  describe(`BillingAccountRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    const all = { limit: 100, after: null };

    test('law 1: an opened account is never due; opened again, it stays as it is', async () => {
      const tenant = await createTenant();
      const [first = buildId('cus')] = await accountsDue(tenant, null);
      const opened = await tenant.run(({ billingAccounts }) => billingAccounts.lock([first]));

      await tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.schedule(new Map([[first, nextDay]]));
        await billingAccounts.park(first, someday);
        await billingAccounts.open(first, 'live');
      });

      const again = await tenant.run(({ billingAccounts }) => billingAccounts.lock([first]));
      const fresh = { customerId: first, dueAt: null, parkedAt: null, isApproved: false };
      expect(opened).toEqual({ accounts: [fresh], now: someday });
      expect(again.accounts).toEqual([{ ...fresh, dueAt: nextDay, parkedAt: someday }]);
    });

    test('law 1: nobody has one who is no customer, or one of another tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [theirs = buildId('cus')] = await accountsDue(other, null);

      for (const customerId of [theirs, buildId('cus')]) {
        const opening = tenant.run(({ billingAccounts }) =>
          billingAccounts.open(customerId, 'live'),
        );
        await expect(opening).rejects.toThrow(CustomerNotFound);
      }
    });

    test('a customer with an account stays, whoever removes them', async () => {
      const tenant = await createTenant();
      const [customerId = buildId('cus')] = await accountsDue(tenant, null);

      const removal = tenant.run(async ({ customers }) => {
        const customer = await customers.find(customerId);
        if (customer !== undefined) await customers.delete(customer.delete(nextDay));
      });

      await expect(removal).rejects.toThrow(CustomerInUse);
      expect(await tenant.run(({ customers }) => customers.find(customerId))).toBeDefined();
    });

    test('law 2: who locks an account waits for the run that has it', async () => {
      const tenant = await createTenant();
      const [customerId = buildId('cus')] = await accountsDue(tenant, null);
      const order: string[] = [];
      const { promise: locked, resolve: haveLocked } = Promise.withResolvers<void>();

      const first = tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.lock([customerId]);
        haveLocked();
        await soon();
        await billingAccounts.schedule(new Map([[customerId, nextDay]]));
        order.push('first');
      });
      await locked;
      const second = await tenant.run(async ({ billingAccounts }) => {
        const { accounts } = await billingAccounts.lock([customerId]);
        order.push('second');
        return accounts;
      });
      await first;

      expect(order).toEqual(['first', 'second']);
      expect(second).toMatchObject([{ dueAt: nextDay }]);
    });

    test('law 2: accounts come by id, and who has none is left out', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const ids = await accountsDue(tenant, null, null, null);
      const theirs = await accountsDue(other, null);

      const { accounts } = await tenant.run(({ billingAccounts }) =>
        billingAccounts.lock([...ids.toReversed(), ...theirs, buildId('cus')]),
      );

      expect(idsOf(accounts)).toEqual(ids);
    });

    test('law 3: the longest due are locked, but not those not due, or parked', async () => {
      const tenant = await createTenant();
      const dueAts = [nextDay, later(nextDay, 1), null, nextDay, someday, someday, weekLater];
      const ids = await accountsDue(tenant, ...dueAts);
      await tenant.run(({ billingAccounts }) =>
        billingAccounts.park(ids[5] ?? buildId('cus'), someday),
      );

      const [due, two] = await tenant.run(async ({ billingAccounts }) => [
        await billingAccounts.lockDue(nextDay, 100),
        await billingAccounts.lockDue(weekLater, 2),
      ]);

      expect(idsOf(due.accounts)).toEqual([ids[4], ids[0], ids[3]]);
      expect(idsOf(two.accounts)).toEqual([ids[4], ids[0]]);
      expect(due.now).toBe(someday);
    });

    test('law 3: of runs side by side each account is due in one', async () => {
      const tenant = await createTenant();
      const ids = await accountsDue(tenant, someday, someday, someday);
      const handle = () =>
        tenant.run(async ({ billingAccounts }) => {
          const { accounts } = await billingAccounts.lockDue(someday, 2);
          await soon();
          await billingAccounts.schedule(new Map(idsOf(accounts).map((id) => [id, null])));
          return idsOf(accounts);
        });

      const handled = await Promise.all([handle(), handle()]);

      expect(handled.flat().toSorted()).toEqual(ids);
    });

    test('law 4: an account is due when it was said last, and approved no more', async () => {
      const tenant = await createTenant();
      const [first = buildId('cus'), second = buildId('cus')] = await accountsDue(
        tenant,
        someday,
        someday,
      );

      await tenant.run(async ({ billingAccounts }) => {
        for (const id of [first, second]) await billingAccounts.unpark(id);
        await billingAccounts.schedule(new Map([[first, nextDay]]));
        await billingAccounts.schedule(new Map());
      });

      const { accounts } = await tenant.run(({ billingAccounts }) =>
        billingAccounts.lock([first, second]),
      );
      expect(accounts).toMatchObject([
        { dueAt: nextDay, isApproved: false },
        { dueAt: someday, isApproved: true },
      ]);
    });

    test('law 5: what is parked is left out until it is let in again, as approved', async () => {
      const tenant = await createTenant();
      const [customerId = buildId('cus')] = await accountsDue(tenant, someday);
      const due = () => tenant.run(({ billingAccounts }) => billingAccounts.lockDue(someday, 100));

      await tenant.run(({ billingAccounts }) => billingAccounts.park(customerId, nextDay));
      const parked = await due();
      await tenant.run(({ billingAccounts }) => billingAccounts.unpark(customerId));
      const back = await due();

      expect(parked.accounts).toEqual([]);
      expect(back.accounts).toMatchObject([{ customerId, parkedAt: null, isApproved: true }]);
    });

    test('law 6: the earliest instant at which an unparked account is due counts', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [, second = buildId('cus')] = await accountsDue(tenant, weekLater, someday, nextDay);
      await accountsDue(other, null);

      await tenant.run(({ billingAccounts }) => billingAccounts.park(second, someday));

      const next = (of: Tenant) => of.run(({ billingAccounts }) => billingAccounts.nextDueAt());
      expect([await next(tenant), await next(other)]).toEqual([nextDay, undefined]);
    });

    test('law 7: what will be due is told by id, in slices, parked or not', async () => {
      const tenant = await createTenant();
      const ids = await accountsDue(tenant, nextDay, weekLater, null, someday, someday);
      const fourth = ids[3] ?? buildId('cus');

      const [through, slice] = await tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.park(fourth, someday);
        const after = ids[0] ?? null;
        return [
          await billingAccounts.dueThrough(nextDay, all),
          await billingAccounts.dueThrough(nextDay, { limit: 1, after }),
        ];
      });

      expect(idsOf(through)).toEqual([ids[0], ids[3], ids[4]]);
      expect(slice).toMatchObject([{ customerId: fourth, parkedAt: someday }]);
    });

    test('law 8: what is put off is due a day later, and approved as before', async () => {
      const tenant = await createTenant();
      const [first = buildId('cus'), second = buildId('cus')] = await accountsDue(
        tenant,
        someday,
        someday,
      );

      const due = await tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.unpark(first);
        await billingAccounts.putOff([first], someday);
        return billingAccounts.lock([first, second]);
      });

      expect(due.accounts).toMatchObject([
        { customerId: first, dueAt: nextDay, isApproved: true },
        { customerId: second, dueAt: someday, isApproved: false },
      ]);
    });

    test('law 8: what was put off goes on at once, of one customer or of all', async () => {
      const tenant = await createTenant();
      const longBefore = later(someday, -1);
      const dueAts = [longBefore, nextDay, nextDay, weekLater, null];
      const ids = await accountsDue(tenant, ...dueAts);
      const dues = (customerId?: CustomerId) =>
        tenant.run(async ({ billingAccounts }) => {
          await billingAccounts.resume(someday, customerId);
          const { accounts } = await billingAccounts.lock(ids);
          return accounts.map(({ dueAt }) => dueAt);
        });

      const ofNobody = await dues(buildId('cus'));
      const ofOne = await dues(ids[1]);
      const ofAll = await dues();

      expect(ofNobody).toEqual(dueAts);
      expect(ofOne).toEqual([longBefore, someday, nextDay, weekLater, null]);
      expect(ofAll).toEqual([longBefore, someday, someday, weekLater, null]);
    });

    test('law 8: what a run is putting off in this moment goes on, too', async () => {
      const tenant = await createTenant();
      const [customerId = buildId('cus')] = await accountsDue(tenant, someday);
      const { promise: locked, resolve: haveLocked } = Promise.withResolvers<void>();

      const stopped = tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.lockDue(someday, 1);
        haveLocked();
        await soon();
        await billingAccounts.putOff([customerId], later(someday, 1));
      });
      await locked;
      const due = await tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.resume(someday);
        return billingAccounts.lock([customerId]);
      });
      await stopped;

      expect(due.accounts).toMatchObject([{ dueAt: someday }]);
    });

    test('nothing is done to an account of another tenant', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [theirs = buildId('cus')] = await accountsDue(other, someday);
      const before = await other.run(({ billingAccounts }) => billingAccounts.lock([theirs]));

      await tenant.run(async ({ billingAccounts }) => {
        await billingAccounts.schedule(new Map([[theirs, nextDay]]));
        await billingAccounts.putOff([theirs], nextDay);
        await billingAccounts.resume(later(someday, -1));
        await billingAccounts.park(theirs, nextDay);
        await billingAccounts.unpark(theirs);
      });

      const after = await other.run(({ billingAccounts }) => billingAccounts.lock([theirs]));
      expect(after).toEqual(before);
    });
  });
};
