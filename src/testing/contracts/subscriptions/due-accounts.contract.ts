import { describe, expect, test } from 'vitest';
import type { ChargingRepositories } from '#application/charging/ports.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { instantOf, later } from '#domain/shared/time.ts';
import { accountsDue, storeAccount } from '../../billing-builders.ts';
import { buildId, nextDay, nextNumber } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type Repositories = TenantRepositories & CustomerRepositories & ChargingRepositories;

/** The laws of `DueAccounts`. The storage may hold what others left: only ours are looked at. */
export const dueAccountsContract = (name: string, open: OpenStorage<Repositories>): void => {
  describe(`DueAccounts: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    // Before everything that others leave behind; no two tests share an hour.
    const longAgo = () => instantOf(nextNumber() * 3_600_000);

    test('law 1: tenants are told once each, the longest due first', async () => {
      const at = longAgo();
      const tenants = [await createTenant(), await createTenant(), await createTenant()] as const;
      const [first, second, third] = tenants;
      await accountsDue(second, later(at, -9), later(at, -8), later(at, -7), later(at, -2));
      await accountsDue(first, later(at, -5), later(at, -3), later(at, -9), later(at, 1));
      await accountsDue(third, later(at, -1), null, nextDay);
      const ours = new Set<string>(tenants.map(({ id }) => id));

      const told = await storage().dueAccounts.tenants(at, 1_000);
      const exactly = await storage().dueAccounts.tenants(at, told.length);
      const one = await storage().dueAccounts.tenants(at, 1);

      expect(told.at(-1)).toBe(third.id);
      expect(told.filter((id) => ours.has(id))).toHaveLength(3);
      expect(exactly).toEqual(told);
      expect(one).toEqual(told.slice(0, 1));
    });

    test('law 1: who is parked, or has nothing due yet, is left out', async () => {
      const at = longAgo();
      const [parked, later1] = [await createTenant(), await createTenant()];
      const [customerId = buildId('cus')] = await accountsDue(parked, at);
      await parked.run(({ billingAccounts }) => billingAccounts.park(customerId, at));
      await accountsDue(later1, later(at, 1));

      const told = await storage().dueAccounts.tenants(at, 1_000);

      expect(told.filter((id) => id === parked.id || id === later1.id)).toEqual([]);
    });

    test('law 2: a test tenant is not told', async () => {
      const at = longAgo();
      const tenant = await createTenant();
      await tenant.run(async (repositories) => {
        const customerId = await storeAccount(repositories, 'test');
        await repositories.billingAccounts.schedule(new Map([[customerId, at]]));
      });

      expect(await storage().dueAccounts.tenants(at, 1_000)).not.toContain(tenant.id);
    });
  });
};
