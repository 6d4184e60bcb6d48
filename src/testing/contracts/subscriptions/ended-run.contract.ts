import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { CustomerEmailTaken } from '#domain/customers/errors.ts';
import { buildCustomer } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

/** The third law of `UnitOfWork`: repositories die with the work that they were given to. */
export const endedRunContract = (
  name: string,
  open: OpenStorage<TenantRepositories & CustomerRepositories, CustomerReads>,
): void => {
  describe(`UnitOfWork, ended: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 3: repositories die with their run', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer();
      const { customers } = await tenant.run(async (repositories) => repositories);

      const [late] = await Promise.allSettled([
        Promise.resolve().then(() => customers.save(customer)),
      ]);

      expect(late.status).toBe('rejected');
      const found = await tenant.run((repositories) =>
        repositories.customers.find(customer.facts.id),
      );
      expect(found).toBeUndefined();
    });

    test('law 3: who goes on after their run failed writes nothing into the next', async () => {
      const tenant = await createTenant();
      const [late, own] = [buildCustomer(), buildCustomer()];
      const next = Promise.withResolvers<void>();
      let goneOn: Promise<unknown> = Promise.resolve();
      const failed = tenant.run(async ({ customers }) => {
        const goOn = async () => {
          await customers.find(late.facts.id);
          await next.promise;
          await customers.save(late);
        };
        goneOn = goOn();
        await Promise.all([goneOn, Promise.reject(new CustomerEmailTaken())]);
      });
      await expect(failed).rejects.toThrow(CustomerEmailTaken);

      await tenant.run(async ({ customers }) => {
        await customers.save(own);
        next.resolve();
        await Promise.allSettled([goneOn]);
      });

      const stored = await tenant.run(async ({ customers }) => [
        await customers.find(late.facts.id),
        (await customers.find(own.facts.id))?.facts.id,
      ]);
      expect(stored).toEqual([undefined, own.facts.id]);
    });
  });
};
