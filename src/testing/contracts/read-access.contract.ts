import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { buildCustomer } from '../builders.ts';
import type { OpenStorage } from '../harness.ts';
import { storageUnderTest } from '../harness.ts';

/** The laws of `ReadAccess`. */
export const readAccessContract = (
  name: string,
  open: OpenStorage<TenantRepositories & CustomerRepositories, CustomerReads>,
): void => {
  describe(`ReadAccess: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: queries see only the tenant of the context', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const customer = await acme.run(({ customers }) => customers.save(buildCustomer()));

      const seen = await other.read(async ({ customers }) => [
        await customers.find(customer.facts.id),
        await customers.list({}, { limit: 10, after: null }),
      ]);

      expect(seen).toEqual([undefined, []]);
    });

    test('law 1: reads of two tenants at the same time do not mix', async () => {
      const tenants = await Promise.all(Array.from({ length: 20 }, () => createTenant()));
      const names = await Promise.all(
        tenants.map(async (tenant, index) => {
          const label = `Customer of tenant ${index}`;
          await tenant.run(({ customers }) => customers.save(buildCustomer({ name: label })));
          return [label];
        }),
      );

      const seen = await Promise.all(
        tenants.map((tenant) =>
          tenant.read(({ customers }) => customers.list({}, { limit: 10, after: null })),
        ),
      );

      expect(seen.map((views) => views.map((view) => view.name))).toEqual(names);
    });

    test('law 2: a read sees every finished run, and nothing of one that may fail', async () => {
      const tenant = await createTenant();
      const count = async () =>
        (await tenant.read(({ customers }) => customers.list({}, { limit: 10, after: null })))
          .length;

      const meanwhile = await tenant.run(async ({ customers }) => {
        await customers.save(buildCustomer());
        return count();
      });

      expect(meanwhile).toBe(0);
      expect(await count()).toBe(1);
    });

    test('a read gives what its work gave, and rejects as it does', async () => {
      const tenant = await createTenant();
      const failure = new Error('The work changed its mind.');

      const response = tenant.read(async () => 42);
      const refusal = tenant.read(() => Promise.reject(failure));

      expect(await response).toBe(42);
      await expect(refusal).rejects.toBe(failure);
    });
  });
};
