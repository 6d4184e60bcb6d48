import { describe, expect, test } from 'vitest';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerReads } from '#application/customers/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import { CustomerEmailTaken, CustomerExternalIdTaken } from '#domain/customers/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { buildCustomer, buildId, nextDay } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenCustomers = OpenStorage<TenantRepositories & CustomerRepositories, CustomerReads>;

/** Every field filled, with what storages get wrong. */
const complete = {
  name: "Zoë O'Hara 東京 🚀 %_\\",
  externalId: 'crm:4711 \\ %',
  currency: 'JPY',
  timeZone: 'Asia/Tokyo',
  address: {
    line1: 'Hauptstraße 1',
    line2: null,
    city: 'Wien',
    postalCode: '1010',
    state: null,
    country: 'AT',
  },
  taxId: 'ATU12345678',
  metadata: { 'sales/owner': 'Ada "the first"', empty: '', ünïcode: '𝕏\n' },
} as const;

/** The laws of `CustomerRepository`. */
export const customerRepositoryContract = (name: string, open: OpenCustomers): void => {
  describe(`CustomerRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: a customer is found as it was last saved, in every field', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer(complete);

      await tenant.run(({ customers }) => customers.save(customer));

      const found = await tenant.run(({ customers }) => customers.find(customer.facts.id));
      expect(found?.facts).toEqual({ ...customer.facts, version: 1 });
    });

    test('law 1: a customer of whom little is known has nothing more', async () => {
      const tenant = await createTenant();
      const customer = buildCustomer({ name: 'Globex' });

      await tenant.run(({ customers }) => customers.save(customer));

      const found = await tenant.run(({ customers }) => customers.find(customer.facts.id));
      expect(found?.facts).toMatchObject({ externalId: null, address: null, metadata: {} });
    });

    test('law 1: a field that was cleared is found empty', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ customers }) => customers.save(buildCustomer(complete)));
      const cleared = { externalId: null, address: null, taxId: null, metadata: {} };

      await tenant.run(({ customers }) => customers.save(saved.change(cleared, nextDay)));

      const found = await tenant.run(({ customers }) => customers.find(saved.facts.id));
      expect(found?.facts).toEqual({ ...saved.facts, ...cleared, version: 2, updatedAt: nextDay });
    });

    test('law 1: an unknown customer and a removed one are not found', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ customers }) => customers.save(buildCustomer()));

      await tenant.run(({ customers }) => customers.delete(saved.delete(nextDay)));

      const found = await tenant.run(async ({ customers }) => [
        await customers.find(saved.facts.id),
        await customers.find(buildId('cus')),
      ]);
      expect(found).toEqual([undefined, undefined]);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();

      const first = await tenant.run(({ customers }) => customers.save(buildCustomer()));
      const second = await tenant.run(({ customers }) =>
        customers.save(first.change({ name: 'Initech' }, nextDay)),
      );

      expect([first.facts.version, second.facts.version]).toEqual([1, 2]);
      expect([first.events, second.events]).toEqual([[], []]);
    });

    test('law 3: a stale state is neither saved nor removed', async () => {
      const tenant = await createTenant();
      const stale = await tenant.run(({ customers }) => customers.save(buildCustomer()));
      const current = await tenant.run(({ customers }) =>
        customers.save(stale.change({ name: 'First' }, nextDay)),
      );

      const save = tenant.run(({ customers }) =>
        customers.save(stale.change({ name: 'Second' }, nextDay)),
      );
      const removal = tenant.run(({ customers }) => customers.delete(stale.delete(nextDay)));

      await Promise.all([
        expect(save).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
      const found = await tenant.run(({ customers }) => customers.find(stale.facts.id));
      expect(found).toEqual(current);
    });

    test('law 3: a customer that is gone is neither saved nor removed again', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ customers }) => customers.save(buildCustomer()));
      await tenant.run(({ customers }) => customers.delete(saved.delete(nextDay)));

      const save = tenant.run(({ customers }) =>
        customers.save(saved.change({ name: 'Ghost' }, nextDay)),
      );
      const removal = tenant.run(({ customers }) => customers.delete(saved.delete(nextDay)));

      await Promise.all([
        expect(save).rejects.toThrow(VersionMismatch),
        expect(removal).rejects.toThrow(VersionMismatch),
      ]);
    });

    test('law 3: of many who change the same state at once, one succeeds', async () => {
      const tenant = await createTenant();
      const saved = await tenant.run(({ customers }) => customers.save(buildCustomer()));

      const outcomes = await Promise.allSettled(
        ['First', 'Second', 'Third', 'Fourth'].map((changedName) =>
          tenant.run(({ customers }) =>
            customers.save(saved.change({ name: changedName }, nextDay)),
          ),
        ),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(3);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(VersionMismatch);
      const found = await tenant.run(({ customers }) => customers.find(saved.facts.id));
      expect(found?.facts.version).toBe(2);
    });

    test('law 4: an e-mail address is taken whatever its case, also by a change', async () => {
      const tenant = await createTenant();
      const [, other] = await tenant.run(async ({ customers }) => [
        await customers.save(buildCustomer({ email: 'Ada@Globex.example' })),
        await customers.save(buildCustomer()),
      ]);
      const email = 'aDA@gLOBEX.EXAMPLE';

      const creation = tenant.run(({ customers }) => customers.save(buildCustomer({ email })));
      const change = tenant.run(({ customers }) =>
        customers.save(other.change({ email }, nextDay)),
      );

      await Promise.all([
        expect(creation).rejects.toThrow(CustomerEmailTaken),
        expect(change).rejects.toThrow(CustomerEmailTaken),
      ]);
    });

    test('law 4: an external id is taken as it is written, also by a change', async () => {
      const tenant = await createTenant();
      const [, other] = await tenant.run(async ({ customers }) => [
        await customers.save(buildCustomer({ externalId: 'crm-1' })),
        await customers.save(buildCustomer({ externalId: 'CRM-1' })),
      ]);
      const externalId = 'crm-1';

      const creation = tenant.run(({ customers }) => customers.save(buildCustomer({ externalId })));
      const change = tenant.run(({ customers }) =>
        customers.save(other.change({ externalId }, nextDay)),
      );

      await Promise.all([
        expect(creation).rejects.toThrow(CustomerExternalIdTaken),
        expect(change).rejects.toThrow(CustomerExternalIdTaken),
      ]);
    });

    test('law 4: of many who take the same address at once, one gets it', async () => {
      const tenant = await createTenant();

      const outcomes = await Promise.allSettled(
        ['ada@globex.example', 'ADA@globex.example', 'Ada@Globex.Example'].map((email) =>
          tenant.run(({ customers }) => customers.save(buildCustomer({ email }))),
        ),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(2);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(CustomerEmailTaken);
    });

    test('law 4: a customer may keep what is its own, and take what became free', async () => {
      const tenant = await createTenant();
      const taken = { email: 'ada@globex.example', externalId: 'crm-1' };
      const saved = await tenant.run(({ customers }) => customers.save(buildCustomer(taken)));

      const kept = await tenant.run(({ customers }) =>
        customers.save(saved.change({ email: 'ADA@globex.example' }, nextDay)),
      );
      await tenant.run(({ customers }) => customers.delete(kept.delete(nextDay)));
      const successor = await tenant.run(({ customers }) => customers.save(buildCustomer(taken)));

      expect(kept.facts.email).toBe('ADA@globex.example');
      expect(successor.facts).toMatchObject(taken);
    });

    test('law 4: two tenants may have a customer each with the same address and id', async () => {
      const [acme, other] = [await createTenant(), await createTenant()];
      const taken = { email: 'ada@globex.example', externalId: 'crm-1' };
      await acme.run(({ customers }) => customers.save(buildCustomer(taken)));

      const saved = await other.run(({ customers }) => customers.save(buildCustomer(taken)));

      expect(saved.facts).toMatchObject(taken);
    });

    test('law 5: of those that are asked for the ones that there are are found', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const [first, second] = await tenant.run(async ({ customers }) => [
        await customers.save(buildCustomer()),
        await customers.save(buildCustomer()),
      ]);
      if (first === undefined || second === undefined) throw new Error('Two were saved.');
      const ids = [second.facts.id, buildId('cus'), first.facts.id];
      const findAll = async (at: typeof tenant, asked: typeof ids) => {
        const found = await at.run(({ customers }) => customers.findAll(asked));
        return found.toSorted((one, two) => (one.facts.id < two.facts.id ? -1 : 1));
      };

      expect(await findAll(tenant, ids)).toEqual([first, second]);
      expect(await findAll(tenant, [])).toEqual([]);
      expect(await findAll(other, ids)).toEqual([]);
    });
  });
};
